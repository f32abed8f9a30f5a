package org.msilo.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads the settings of the secure transports, and looks into the files that they name. */
final class TlsReader {
  private static final String SELF_SIGNED = "self-signed";

  private final SettingValues values;

  TlsReader(SettingValues values) {
    this.values = values;
  }

  /** Without a secure transport nothing of it is used, and nothing is looked at. */
  TlsFiles read(Path home, List<ListenAddress> listen) {
    Optional<ListenAddress> secure = listen.stream().filter(ListenAddress::isSecure).findFirst();
    if (secure.isEmpty()) {
      return TlsFiles.NONE;
    }
    Optional<Path> clientCa = file(Setting.TLS_CLIENT_CA, Pem::certificates);
    Optional<Path> ca = file(Setting.TLS_CA, Pem::certificates);
    Optional<String> certificate = values.text(Setting.TLS_CERTIFICATE);
    if (certificate.isEmpty()) {
      values.fault(
          Setting.LISTEN,
          secure.get()
              + " needs a certificate: --tls_certificate=FILE and --tls_key=FILE,"
              + " or --tls_certificate=self-signed to try it");
      return TlsFiles.NONE;
    }
    if (certificate.get().equalsIgnoreCase(SELF_SIGNED)) {
      return selfSigned(home, clientCa, ca);
    }
    Optional<Path> chain = file(Setting.TLS_CERTIFICATE, Pem::certificates);
    Optional<Path> key =
        values.text(Setting.TLS_KEY).isEmpty() ? chain : file(Setting.TLS_KEY, PrivateKeys::read);
    checkPair(chain, key);
    return new TlsFiles(chain, key, false, clientCa, ca);
  }

  private TlsFiles selfSigned(Path home, Optional<Path> clientCa, Optional<Path> ca) {
    if (values.text(Setting.TLS_KEY).isPresent()) {
      values.fault(Setting.TLS_KEY, "must not be set when tls_certificate is self-signed");
    }
    return new TlsFiles(
        Optional.of(home.resolve("self-signed.pem")),
        Optional.of(home.resolve("self-signed-key.pem")),
        true,
        clientCa,
        ca);
  }

  private Optional<Path> file(Setting setting, Consumer<Path> check) {
    return values.parsed(
        setting,
        text -> {
          Path file = Path.of(text).toAbsolutePath().normalize();
          check.accept(file);
          return file;
        });
  }

  /** Only of what is right by itself, so that each fault is told once. */
  private void checkPair(Optional<Path> chain, Optional<Path> key) {
    if (chain.isEmpty() || key.isEmpty()) {
      return;
    }
    boolean oneFile = values.text(Setting.TLS_KEY).isEmpty();
    try {
      TlsIdentity.read(chain.get(), key.get());
    } catch (IllegalArgumentException e) {
      String told = e.getMessage();
      values.fault(
          oneFile ? Setting.TLS_CERTIFICATE : Setting.TLS_KEY,
          oneFile ? told + "; name the file of the key by tls_key" : told);
    }
  }
}
