package org.msilo.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.msilo.testing.Certificate;
import org.msilo.testing.FreePort;
import org.msilo.testing.Homes;
import org.msilo.testing.NotStandalone;
import org.msilo.testing.SipPhone;
import org.msilo.testing.WarProcess;
import org.msilo.testing.wire.TcpSocket;

/**
 * A phone or next hop that listens for TLS gets messages if its certificate is signed by one we
 * trust and is one of its name (RFC 5922 7.3); else they stay.
 */
@NotStandalone("the Tomcat has no connector for tls")
class TlsOutgoingIT {
  private final int port = FreePort.find();
  private final int tlsPort = FreePort.find();
  @TempDir private Path home;
  @TempDir private Path files;
  private Certificate own;
  private Certificate named;
  private Certificate misnamed;
  private Certificate unknown;

  @BeforeEach
  void makeCertificates() throws IOException {
    own = Certificate.in(files, "own", "EC");
    named = Certificate.in(files, "named", "EC");
    misnamed = Certificate.in(files, "misnamed", "EC", "-ext", "SAN=dns:other.example");
    unknown = Certificate.in(files, "unknown", "EC");
    Files.writeString(ca(), Files.readString(named.file()) + Files.readString(misnamed.file()));
  }

  private Path ca() {
    return files.resolve("ca.pem");
  }

  @Test
  void phone_with_a_certificate_of_its_address_gets_what_waits_and_what_comes() {
    try (WarProcess server = start();
        SipPhone alice = SipPhone.udp("alice", port);
        SipPhone desk = SipPhone.udp("bob", port);
        SipPhone bob = listening(new TcpSocket(tlsPort, named.trustedBy(named)))) {
      assertThat(alice.send(bob, "1").status()).isEqualTo(202);
      registerAt(desk, bob);
      assertThat(bob.awaitMessage().the("Via")).startsWith("SIP/2.0/TLS ");
      await("empty silo").atMost(SipPhone.PATIENCE).until(() -> Homes.rows(home) == 0);
      assertThat(alice.send(bob, "2").status()).isEqualTo(200);
      assertThat(bob.texts()).containsExactly("1", "2");
      server.terminate();
    }
  }

  @Test
  void phone_with_a_certificate_of_another_name_gets_nothing_and_it_stays_stored() {
    assertStays(misnamed);
  }

  @Test
  void phone_with_a_certificate_that_nobody_we_trust_has_signed_gets_nothing() {
    assertStays(unknown);
  }

  @Test
  void next_hop_is_looked_at_in_the_same_way() {
    TcpSocket right = new TcpSocket(tlsPort, named.trustedBy(named));
    TcpSocket wrong = new TcpSocket(tlsPort, misnamed.trustedBy(misnamed));
    try (SipPhone proxy = listening(right);
        SipPhone impostor = listening(wrong)) {
      assertThat(throughNextHop(right.port(), right)).isZero();
      assertThat(proxy.texts()).containsExactly("by the next hop");
      assertThat(throughNextHop(wrong.port(), wrong)).isOne();
      assertThat(impostor.texts()).isEmpty();
    }
  }

  /** How many messages are left when one was tried by way of this next hop. */
  private long throughNextHop(int hopPort, TcpSocket hop) {
    try (WarProcess server = start("--next_hop=sip:127.0.0.1:%d;transport=tls".formatted(hopPort));
        SipPhone alice = SipPhone.udp("alice", port);
        SipPhone bob = SipPhone.udp("bob", port)) {
      assertThat(alice.send(bob, "by the next hop").status()).isEqualTo(202);
      assertThat(bob.register().status()).isEqualTo(200);
      await("it was tried").atMost(SipPhone.PATIENCE).until(() -> hop.accepted() > 0);
      bob.assertNoMoreMessagesThan(0);
      server.terminate();
    }
    return Homes.rows(home);
  }

  private void assertStays(Certificate shown) {
    TcpSocket line = new TcpSocket(tlsPort, shown.trustedBy(shown));
    try (WarProcess server = start();
        SipPhone alice = SipPhone.udp("alice", port);
        SipPhone desk = SipPhone.udp("bob", port);
        SipPhone bob = listening(line)) {
      registerAt(desk, bob);
      assertThat(alice.send(bob, "not for them").status()).isEqualTo(202);
      assertThat(line.accepted()).isPositive();
      assertThat(Homes.rows(home)).isOne();

      int before = line.accepted();
      registerAt(desk, bob);
      await("tried again").atMost(SipPhone.PATIENCE).until(() -> line.accepted() > before);
      bob.assertNoMoreMessagesThan(0);
      assertThat(Homes.rows(home)).isOne();
      assertThat(server.output()).doesNotContain("\tat ");
      server.terminate();
    }
  }

  private static SipPhone listening(TcpSocket line) {
    return SipPhone.on("bob", line);
  }

  /** Nothing but the Contact tells where the phone is: no connection of its own is there. */
  private static void registerAt(SipPhone desk, SipPhone phone) {
    assertThat(desk.ask(desk.registration().contact("<" + phone.contact() + ">")).status())
        .isEqualTo(200);
  }

  private WarProcess start(String... more) {
    List<String> arguments = new ArrayList<>(own.settings());
    arguments.addAll(
        List.of(
            "--tls_ca=" + ca(),
            "--home=" + home,
            "--listen=udp:127.0.0.1:%d,tls:127.0.0.1:%d".formatted(port, tlsPort),
            "--http=off",
            "--check_time=1",
            "--db_url=jdbc:h2:file:%s/silo;AUTO_SERVER=TRUE".formatted(home)));
    arguments.addAll(List.of(more));
    return WarProcess.run(arguments.toArray(String[]::new)).awaitReady();
  }
}
