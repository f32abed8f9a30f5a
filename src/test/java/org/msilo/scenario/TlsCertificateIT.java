package org.msilo.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.msilo.testing.Certificate;
import org.msilo.testing.FreePort;
import org.msilo.testing.NotStandalone;
import org.msilo.testing.SipPhone;
import org.msilo.testing.WarProcess;
import org.msilo.testing.wire.TcpClientSocket;
import org.msilo.testing.wire.WebSocketSocket;

/** The certificate of the packaged war: given, wrong, changed while it runs, and made by itself. */
@NotStandalone("the Tomcat has no connector for tls and wss")
class TlsCertificateIT {
  private final int tlsPort = FreePort.find();
  private final int wssPort = FreePort.find();
  @TempDir private Path home;
  @TempDir private Path files;

  @Test
  void both_transports_take_TLS_1_2_and_1_3_with_modern_ciphers_and_no_others() throws Exception {
    Certificate certificate = Certificate.in(files, "rsa", "RSA");
    try (WarProcess server = start(certificate.settings())) {
      for (int port : List.of(tlsPort, wssPort)) {
        for (String protocol : List.of("TLSv1.2", "TLSv1.3")) {
          SSLSession session = handshake(certificate.trusted(), port, protocol);
          assertThat(session.getProtocol()).isEqualTo(protocol);
          assertThat(session.getCipherSuite()).contains("GCM");
        }
        assertThatThrownBy(
                () ->
                    handshake(
                        certificate.trusted(),
                        port,
                        "TLSv1.2",
                        "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384",
                        "TLS_RSA_WITH_AES_256_GCM_SHA384"))
            .as("port %d of %d, %d", port, tlsPort, wssPort)
            .isInstanceOf(IOException.class);
      }
      server.terminate();
    }
  }

  @Test
  void new_files_count_for_new_connections_and_broken_ones_are_left_alone() throws Exception {
    Certificate first = Certificate.in(files, "first", "EC");
    Certificate second = Certificate.in(files, "second", "RSA");
    Path file = files.resolve("live.pem");
    Path key = files.resolve("live-key.pem");
    first.writeTo(file, key);
    try (WarProcess server = start(List.of("--tls_certificate=" + file, "--tls_key=" + key));
        SipPhone bob = phone(first)) {
      assertThat(bob.register().status()).isEqualTo(200);

      Files.writeString(file, "no certificate at all");
      assertThat(shownAt(tlsPort, first)).isEqualTo(first.certificate());
      assertThat(shownAt(wssPort, first)).isEqualTo(first.certificate());
      assertThat(server.lines().stream().filter(line -> line.contains("has no certificate")))
          .hasSize(1);

      second.writeTo(file, key);
      assertThat(shownAt(tlsPort, second)).isEqualTo(second.certificate());
      assertThat(shownAt(wssPort, second)).isEqualTo(second.certificate());
      assertThat(bob.register().status()).as("on its old connection").isEqualTo(200);
      assertThat(server.output()).contains("read anew").doesNotContain("\tat ");
      server.terminate();
    }
  }

  @Test
  void self_signed_certificate_is_made_once_and_told_by_its_fingerprint() throws Exception {
    String fingerprint;
    try (WarProcess server = start(List.of("--tls_certificate=self-signed"))) {
      fingerprint = fingerprintTold(server);
      assertThat(fingerprint).matches("([0-9A-F]{2}:){31}[0-9A-F]{2}");
      Path key = home.resolve("self-signed-key.pem");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
          .isEqualTo("rw-------");
      server.terminate();
    }
    try (WarProcess again = start(List.of("--tls_certificate=self-signed"))) {
      assertThat(fingerprintTold(again)).isEqualTo(fingerprint);
      again.terminate();
    }
    try (var left = Files.list(home)) {
      assertThat(left.map(Path::getFileName).map(Path::toString))
          .noneMatch(name -> name.startsWith("certificate-"));
    }
  }

  @Test
  void client_certificate_is_asked_for_and_checked_but_not_demanded() throws Exception {
    Certificate own = Certificate.in(files, "own", "EC");
    Certificate known = Certificate.in(files, "known", "EC");
    Certificate unknown = Certificate.in(files, "unknown", "EC");
    List<String> settings = new ArrayList<>(own.settings());
    settings.add("--tls_client_ca=" + known.file());
    try (WarProcess server = start(settings)) {
      assertThat(registersWith(own.trusted())).isTrue();
      assertThat(registersWith(own.trustedBy(known))).isTrue();
      for (int port : List.of(tlsPort, wssPort)) {
        assertThatThrownBy(() -> handshake(own.trustedBy(unknown), port, "TLSv1.2"))
            .isInstanceOf(IOException.class);
      }
      assertThatThrownBy(() -> registersOverWebSocketWith(own.trustedBy(unknown)))
          .hasRootCauseInstanceOf(IOException.class);
      assertThat(registersOverWebSocketWith(own.trusted())).isTrue();
      assertThat(registersOverWebSocketWith(own.trustedBy(known))).isTrue();
      server.terminate();
    }
  }

  @Test
  void all_faults_are_told_together_and_the_status_is_2() throws IOException {
    Certificate one = Certificate.in(files, "one", "EC");
    Certificate other = Certificate.in(files, "other", "EC");
    try (WarProcess server =
        run(List.of("--tls_certificate=" + one.file(), "--tls_key=" + other.keyFile()))) {
      assertThat(server.exitValue()).isEqualTo(2);
      assertThat(server.output()).contains("is not the key of the certificate");
    }
    try (WarProcess server =
        run(
            List.of(
                "--tls_certificate=" + files.resolve("missing.pem"),
                "--tls_key=" + one.file(),
                "--tls_client_ca=" + one.keyFile(),
                "--expire_time=never"))) {
      assertThat(server.exitValue()).isEqualTo(2);
      assertThat(server.output())
          .contains("4 settings are wrong")
          .contains("there is no such file")
          .contains("has no private key")
          .contains("has no certificate");
    }
    try (WarProcess server = run(List.of())) {
      assertThat(server.exitValue()).isEqualTo(2);
      assertThat(server.output()).contains("--tls_certificate=self-signed");
    }
  }

  @Test
  void expired_certificate_and_open_key_are_warned_of() throws IOException {
    Certificate old = Certificate.in(files, "old", "EC", "-startdate", "-10d", "-validity", "5");
    Files.setPosixFilePermissions(old.keyFile(), PosixFilePermissions.fromString("rw-r--r--"));
    try (WarProcess server = start(old.settings())) {
      assertThat(server.output()).contains("expired at ").contains("chmod 600 " + old.keyFile());
      server.terminate();
    }
  }

  private static String fingerprintTold(WarProcess server) {
    String before = "SHA-256 fingerprint ";
    return server.lines().stream()
        .filter(line -> line.contains(before))
        .map(line -> line.substring(line.indexOf(before) + before.length()))
        .findFirst()
        .orElseThrow();
  }

  private boolean registersWith(SSLContext context) {
    try (SipPhone phone =
        SipPhone.on("bob", new TcpClientSocket(tlsPort, context.getSocketFactory()))) {
      return phone.register().status() == 200;
    }
  }

  private boolean registersOverWebSocketWith(SSLContext context) {
    try (SipPhone phone =
        SipPhone.on("bob", new WebSocketSocket(wssPort, context)).believesToBeAt("x.invalid")) {
      return phone.register().status() == 200;
    }
  }

  private SipPhone phone(Certificate trusted) {
    return SipPhone.on("bob", new TcpClientSocket(tlsPort, trusted.trusted().getSocketFactory()));
  }

  private static X509Certificate shownAt(int port, Certificate trusted) throws IOException {
    return (X509Certificate) handshake(trusted.trusted(), port, "TLSv1.3").getPeerCertificates()[0];
  }

  /** Ends when the server has said that it is content, too, which in TLS 1.3 comes later. */
  private static SSLSession handshake(
      SSLContext context, int port, String protocol, String... ciphers) throws IOException {
    try (SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port)) {
      socket.setEnabledProtocols(new String[] {protocol});
      if (ciphers.length > 0) {
        socket.setEnabledCipherSuites(ciphers);
      }
      socket.startHandshake();
      return socket.getSession();
    } catch (SSLException e) {
      throw new IOException(e);
    }
  }

  private WarProcess start(List<String> settings) {
    return run(settings).awaitReady();
  }

  private WarProcess run(List<String> settings) {
    List<String> arguments = new ArrayList<>(settings);
    arguments.addAll(
        List.of(
            "--home=" + home,
            "--listen=tls:127.0.0.1:%d,wss:127.0.0.1:%d".formatted(tlsPort, wssPort),
            "--http=off"));
    return WarProcess.run(arguments.toArray(String[]::new));
  }
}
