package org.msilo.launcher;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.msilo.config.Addresses;
import org.msilo.config.ListenAddress;
import org.msilo.config.MsiloConfig;
import org.msilo.config.TlsIdentity;

/**
 * Makes a certificate that nobody has signed but itself, to try secure transports with. The JDK has
 * no other way to make one than its keytool.
 */
final class SelfSigned {
  private static final String ALIAS = "msilo";
  private static final String PASSWORD_VARIABLE = "MSILO_KEY_STORE_PASSWORD";
  private static final int DAYS = 365;
  private static final int MOST_NAMES = 100;
  private static final int LINE_LENGTH = 64;

  private SelfSigned() {}

  /** Makes it where the settings say, unless there is one that is still valid. */
  static void makeIfAskedFor(MsiloConfig config) throws StartException {
    if (!config.tls().selfSigned()) {
      return;
    }
    Path certificate = config.tls().certificate().orElseThrow();
    Path key = config.tls().key().orElseThrow();
    try {
      if (!isUsable(certificate, key)) {
        make(config, certificate, key);
      }
    } catch (IOException | GeneralSecurityException e) {
      throw new StartException("cannot make a certificate in " + config.home() + ": " + e, e);
    }
  }

  private static boolean isUsable(Path certificate, Path key) {
    try {
      return Files.exists(certificate)
          && TlsIdentity.read(certificate, key).complaintAt(Instant.now()).isEmpty();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static void make(MsiloConfig config, Path certificate, Path key)
      throws IOException, GeneralSecurityException, StartException {
    Path folder = Files.createTempDirectory(config.home(), "certificate-");
    try {
      Path store = folder.resolve("store.p12");
      String password = UUID.randomUUID().toString();
      keytool(store, password, names(config));
      KeyStore made = KeyStore.getInstance(store.toFile(), password.toCharArray());
      byte[] secret = made.getKey(ALIAS, password.toCharArray()).getEncoded();
      write(folder.resolve("key"), pem("PRIVATE KEY", secret), key);
      byte[] open = made.getCertificate(ALIAS).getEncoded();
      write(folder.resolve("certificate"), pem("CERTIFICATE", open), certificate);
    } finally {
      TemporaryFolder.delete(folder);
    }
  }

  private static void keytool(Path store, String password, String names)
      throws IOException, StartException {
    Path tool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    List<String> command = new ArrayList<>();
    command.add(tool.toString());
    command.addAll(List.of("-genkeypair", "-alias", ALIAS, "-keystore", store.toString()));
    command.addAll(List.of("-storetype", "PKCS12", "-storepass:env", PASSWORD_VARIABLE));
    command.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1"));
    command.addAll(List.of("-validity", Integer.toString(DAYS)));
    command.addAll(List.of("-dname", "CN=msilo, O=self-signed for trying"));
    command.addAll(List.of("-ext", "SAN=" + names));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put(PASSWORD_VARIABLE, password);
    Process process = builder.start();
    String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new StartException(tool + " made no certificate: " + told.strip());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartException("interrupted", e);
    }
  }

  /** What it speaks for: our domains and where we listen. */
  private static String names(MsiloConfig config) {
    Set<String> hosts = new LinkedHashSet<>(config.domains());
    SipConnectors.withoutWildcards(config.listen()).stream()
        .map(ListenAddress::address)
        .forEach(hosts::add);
    return hosts.stream()
        .map(host -> host.replaceAll("^\\[|]$", ""))
        .map(SelfSigned::name)
        .distinct()
        .limit(MOST_NAMES)
        .collect(Collectors.joining(","));
  }

  private static String name(String host) {
    boolean address = Addresses.isIpv4(host) || Addresses.isIpv6(host);
    return (address ? "ip:" : "dns:") + host;
  }

  private static String pem(String label, byte[] der) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(
            label,
            Base64.getMimeEncoder(LINE_LENGTH, new byte[] {'\n'}).encodeToString(der),
            label);
  }

  /** Nobody but us may read it at any moment. */
  private static void write(Path beside, String text, Path file) throws IOException {
    boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    FileAttribute<?>[] ours =
        posix
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
            }
            : new FileAttribute<?>[0];
    Files.write(Files.createFile(beside, ours), text.getBytes(US_ASCII));
    Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
  }
}
