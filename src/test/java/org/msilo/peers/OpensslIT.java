package org.msilo.peers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.msilo.config.TlsIdentity;
import org.msilo.testing.Certificate;
import org.msilo.testing.FreePort;
import org.msilo.testing.Homes;
import org.msilo.testing.WarProcess;

/** TLS of the packaged war as openssl sees it, and under sipp, whose TLS socat does for it. */
@Tag("peers")
class OpensslIT {
  private static final long LIMIT_SECONDS = 30;

  @TempDir private Path home;
  @TempDir private Path files;
  private final int tlsPort = FreePort.find();
  private final int wssPort = FreePort.find();
  private Certificate certificate;

  @BeforeEach
  void make_certificate() {
    certificate = Certificate.in(files, "rsa", "RSA");
  }

  @Test
  void protocols_and_ciphers_are_the_modern_ones() throws Exception {
    try (WarProcess server = start()) {
      for (int port : List.of(tlsPort, wssPort)) {
        assertThat(client(port, "-tls1_2"))
            .contains("Protocol  : TLSv1.2", "Verify return code: 0 (ok)");
        assertThat(client(port, "-tls1_3")).contains("New, TLSv1.3", "Verify return code: 0 (ok)");
        assertThat(client(port, "-tls1_1", "-cipher", "ALL:@SECLEVEL=0")).satisfies(this::refused);
        assertThat(client(port, "-tls1_2", "-cipher", "AES128-SHA")).satisfies(this::refused);
        assertThat(client(port, "-tls1_2", "-cipher", "AES256-GCM-SHA384"))
            .as("no forward secrecy")
            .satisfies(this::refused);
        assertThat(client(port, "-tls1_2", "-cipher", "ECDHE-RSA-AES256-SHA384"))
            .as("no authenticated encryption")
            .satisfies(this::refused);
      }
      server.terminate();
    }
  }

  @Test
  void certificate_is_changed_while_the_server_runs() throws Exception {
    Certificate second = Certificate.in(files, "second", "EC", "-dname", "CN=second");
    try (WarProcess server = start()) {
      assertThat(client(tlsPort)).contains("subject=CN = 127.0.0.1");
      second.writeTo(certificate.file(), certificate.keyFile());
      assertThat(client(tlsPort)).contains("subject=CN = second");
      assertThat(client(wssPort)).contains("subject=CN = second");
      server.terminate();
    }
  }

  /** The command that openssl has for it prints the fingerprint that the server prints. */
  @Test
  void fingerprint_is_told_as_openssl_tells_it() throws Exception {
    assertThat(run("openssl", "x509", "-noout", "-sha256", "-fingerprint", "-in", name()))
        .contains("=" + TlsIdentity.read(certificate.file(), certificate.keyFile()).fingerprint());
  }

  /** What openssl writes in each form is what the server takes. */
  @Test
  void keys_are_read_in_each_form_that_openssl_writes() throws Exception {
    Path key = files.resolve("other-key.pem");
    Path cert = files.resolve("other.pem");
    List<List<String>> forms =
        List.of(
            List.of("openssl", "genrsa", "-traditional", "-out", key.toString(), "2048"),
            List.of("openssl", "genrsa", "-out", key.toString(), "3072"),
            List.of("openssl", "ecparam", "-name", "prime256v1", "-genkey", "-out", "" + key),
            List.of(
                "openssl", "ecparam", "-name", "secp384r1", "-genkey", "-noout", "-out", "" + key));
    for (List<String> form : forms) {
      run(form.toArray(String[]::new));
      run("openssl", "req", "-x509", "-key", "" + key, "-subj", "/CN=a", "-out", "" + cert);
      assertThat(TlsIdentity.read(cert, key).chain()).as(form.toString()).hasSize(1);
    }
  }

  @Test
  void messages_of_sipp_pass_over_tls() throws Exception {
    Sipp sipp = new Sipp(files);
    sipp.users(10);
    int bridge = FreePort.find();
    try (WarProcess server = start()) {
      Process socat =
          new ProcessBuilder(
                  "socat",
                  "TCP-LISTEN:%d,bind=127.0.0.1,fork,reuseaddr".formatted(bridge),
                  "OPENSSL:127.0.0.1:%d,cafile=%s".formatted(tlsPort, name()))
              .inheritIO()
              .start();
      try {
        await("socat").until(() -> isOpen(bridge));
        assertThat(sipp.call("message", bridge, FreePort.find(), 200, 500, "-t", "t1")).isZero();
      } finally {
        socat.destroy();
      }
      server.terminate();
    }
    assertThat(Homes.rows(home)).isEqualTo(500);
  }

  private static boolean isOpen(int port) {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private void refused(String output) {
    assertThat(output).contains("Cipher is (NONE)").doesNotContain("BEGIN CERTIFICATE");
  }

  private String client(int port, String... more) throws Exception {
    List<String> command = new ArrayList<>(List.of("openssl", "s_client"));
    command.addAll(List.of("-connect", "127.0.0.1:" + port, "-CAfile", name()));
    command.addAll(List.of(more));
    return run(command.toArray(String[]::new));
  }

  private String name() {
    return certificate.file().toString();
  }

  private static String run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).as(output).isTrue();
    return output;
  }

  private WarProcess start() {
    List<String> arguments = new ArrayList<>(certificate.settings());
    arguments.add("--home=" + home);
    arguments.add("--listen=tls:127.0.0.1:%d,wss:127.0.0.1:%d".formatted(tlsPort, wssPort));
    arguments.add("--http=off");
    return WarProcess.run(arguments.toArray(String[]::new)).awaitReady();
  }
}
