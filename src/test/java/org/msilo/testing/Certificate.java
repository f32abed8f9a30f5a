package org.msilo.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.Files.setPosixFilePermissions;
import static java.nio.file.Files.writeString;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A certificate for 127.0.0.1 that nobody has signed but itself; immutable. */
public final class Certificate {
  private static final String PASSWORD = "changeit";

  private final Path keyStore;

  private Certificate(Path keyStore) {
    this.keyStore = keyStore;
  }

  /** Makes one by the JDK's keytool, in a key store in this folder. */
  public static Certificate in(Path folder) {
    return in(folder, "msilo", "EC");
  }

  /**
   * The same, one of several.
   *
   * @param name the beginning of the names of its files
   * @param more options of keytool that count instead of its own
   */
  public static Certificate in(Path folder, String name, String algorithm, String... more) {
    Path keyStore = folder.resolve(name + ".p12");
    List<String> arguments =
        new ArrayList<>(List.of("-genkeypair", "-keystore", keyStore.toString()));
    arguments.addAll(List.of("-storetype", "PKCS12", "-storepass", PASSWORD, "-alias", "msilo"));
    arguments.addAll(List.of("-keyalg", algorithm, "-dname", "CN=127.0.0.1"));
    arguments.addAll(more.length == 0 ? List.of("-ext", "SAN=ip:127.0.0.1") : List.of(more));
    keytool(arguments.toArray(String[]::new));
    Certificate certificate = new Certificate(keyStore);
    certificate.writeTo(certificate.file(), certificate.keyFile());
    return certificate;
  }

  /** The certificate as PEM. */
  public Path file() {
    return keyStore.resolveSibling(keyStore.getFileName() + ".pem");
  }

  /** The key as PEM, by PKCS #8, for its owner only. */
  public Path keyFile() {
    return keyStore.resolveSibling(keyStore.getFileName() + "-key.pem");
  }

  /** The settings by which a server has it as its own. */
  public List<String> settings() {
    return List.of("--tls_certificate=" + file(), "--tls_key=" + keyFile());
  }

  /** Puts it where another certificate may have been before. */
  public void writeTo(Path file, Path keyFile) {
    try {
      writeString(file, pem("CERTIFICATE", certificate().getEncoded()));
      writeString(keyFile, pem("PRIVATE KEY", privateKey().getEncoded()));
      setPosixFilePermissions(keyFile, PosixFilePermissions.fromString("rw-------"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A PEM block. */
  public static String pem(String label, byte[] der) {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(label, text);
  }

  public X509Certificate certificate() {
    try {
      return (X509Certificate) store().getCertificate("msilo");
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  public PrivateKey privateKey() {
    try {
      return (PrivateKey) store().getKey("msilo", PASSWORD.toCharArray());
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private KeyStore store() throws GeneralSecurityException, IOException {
    return KeyStore.getInstance(keyStore.toFile(), PASSWORD.toCharArray());
  }

  /** TLS as it is done by a client that trusts this certificate and no other. */
  public SSLContext trusted() {
    return context(null);
  }

  /** The same by a client that shows a certificate of its own. */
  public SSLContext trustedBy(Certificate client) {
    try {
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(client.store(), PASSWORD.toCharArray());
      return context(keys.getKeyManagers());
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private SSLContext context(KeyManager[] keys) {
    try {
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trustStore());
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private KeyStore trustStore() throws GeneralSecurityException, IOException {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("msilo", certificate());
    return trusted;
  }

  private static void keytool(String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
    command.addAll(List.of(arguments));
    try {
      Process tool = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(tool.getInputStream().readAllBytes(), UTF_8);
      if (tool.waitFor() != 0) {
        throw new IllegalStateException("keytool: " + output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
