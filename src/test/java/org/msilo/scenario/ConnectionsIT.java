package org.msilo.scenario;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import javax.management.JMException;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.msilo.testing.FreePort;
import org.msilo.testing.NotStandalone;
import org.msilo.testing.SipPhone;
import org.msilo.testing.TestServer;

/** Whoever opens connections and means no good has them closed; others are served. */
@NotStandalone("the connections are the executable war's")
class ConnectionsIT {
  private static final int PATIENCE_MILLIS = 30_000;

  private final TestServer server = TestServer.with("max_connections_per_source=3").start();
  private final List<Socket> opened = new ArrayList<>();

  @AfterEach
  void stop() throws IOException {
    for (Socket socket : opened) {
      socket.close();
    }
    server.close();
  }

  @Test
  void address_with_too_many_connections_is_cut_off_and_others_are_served() throws Exception {
    for (int i = 0; i < 3; i++) {
      open("127.0.0.2");
    }

    assertThat(open("127.0.0.2").getInputStream().read()).isEqualTo(-1);
    assertThat(hits("connections")).isEqualTo(1.0);

    try (SipPhone alice = server.tcpPhone("alice");
        SipPhone bob = server.tcpPhone("bob")) {
      assertThat(alice.send(bob, "hello").status()).isEqualTo(202);
      bob.register();
      assertThat(bob.awaitMessage().text()).isEqualTo("hello");
    }
  }

  @Test
  void header_that_never_ends_ends_the_connection() throws IOException {
    Socket slow = open("127.0.0.2");
    slow.getOutputStream().write("OPTIONS sip:127.0.0.1 SIP/2.0\r\nVia: SIP/2".getBytes(US_ASCII));

    assertThat(slow.getInputStream().read()).isEqualTo(-1);
  }

  @Test
  void phone_that_calls_from_a_port_that_refused_a_connection_before_has_its_answer()
      throws IOException {
    int port = FreePort.find();
    try (SipPhone alice = server.phone("alice");
        SipPhone bob = server.phone("bob")) {
      String contact = "<sip:bob@127.0.0.1:" + port + ";transport=tcp>";
      assertThat(bob.ask(bob.registration().contact(contact)).status()).isEqualTo(200);
      assertThat(alice.send(bob, "hello").status()).isEqualTo(202);

      Socket late = open("127.0.0.1", port);
      String via = "SIP/2.0/TCP 127.0.0.1:" + port + ";branch=z9hG4bKlate";
      late.getOutputStream().write(bob.request("OPTIONS", server.uri()).bytes(via));

      byte[] answer = new byte["SIP/2.0 200".length()];
      late.getInputStream().readNBytes(answer, 0, answer.length);
      assertThat(new String(answer, US_ASCII)).isEqualTo("SIP/2.0 200");
    }
  }

  private static Object hits(String limit) throws JMException {
    ObjectName name = new ObjectName("org.msilo:application=msilo,name=limit.hits,limit=" + limit);
    return ManagementFactory.getPlatformMBeanServer().getAttribute(name, "Value");
  }

  private Socket open(String address) throws IOException {
    return open(address, 0);
  }

  private Socket open(String address, int port) throws IOException {
    Socket socket =
        new Socket(
            InetAddress.getByName("127.0.0.1"),
            server.port(),
            InetAddress.getByName(address),
            port);
    socket.setSoTimeout(PATIENCE_MILLIS);
    opened.add(socket);
    return socket;
  }
}
