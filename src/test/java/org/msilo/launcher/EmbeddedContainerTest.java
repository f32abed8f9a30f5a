package org.msilo.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.servlet.ServletContextEvent;
import javax.servlet.ServletContextListener;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.msilo.config.ListenAddress;
import org.msilo.config.TlsFiles;

class EmbeddedContainerTest {
  private static final int TIMEOUT_MILLIS = 10_000;

  @TempDir Path folder;
  private Path webapp;

  /** Answers everything. */
  public static class Echo extends SipServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doMessage(SipServletRequest request) throws IOException {
      request.createResponse(SipServletResponse.SC_ACCEPTED).send();
    }
  }

  /** Refuses to start, as the application does without its database. */
  public static class Refusing implements ServletContextListener {
    @Override
    public void contextInitialized(ServletContextEvent event) {
      event.getServletContext().setAttribute(EmbeddedContainer.FAILURE, "no database: start it");
      throw new IllegalStateException("no database");
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
      // It never ran.
    }
  }

  @BeforeEach
  void write_a_small_application() throws IOException {
    webapp = folder.resolve("webapp");
    Path descriptors = Files.createDirectories(webapp.resolve("WEB-INF"));
    Files.writeString(
        descriptors.resolve("web.xml"),
        """
        <web-app xmlns="http://java.sun.com/xml/ns/javaee" version="3.0" metadata-complete="true">
          <absolute-ordering/>
        </web-app>
        """);
    describe("");
  }

  private void describe(String more) throws IOException {
    Files.writeString(
        webapp.resolve("WEB-INF/sip.xml"),
        """
        <sip-app xmlns="http://www.jcp.org/xml/ns/sipservlet">
          <app-name>msilo</app-name>%s
          <servlet>
            <servlet-name>echo</servlet-name>
            <servlet-class>%s</servlet-class>
            <load-on-startup>1</load-on-startup>
          </servlet>
        </sip-app>
        """
            .formatted(more, Echo.class.getName()));
  }

  private EmbeddedContainer container(int port) {
    return new EmbeddedContainer(
        new ContainerSettings(
            webapp,
            folder.resolve("work" + port),
            List.of(new ListenAddress("udp", "127.0.0.1", port)),
            TlsFiles.NONE,
            Optional.empty(),
            Map.of("from.the.launcher", "yes"),
            true,
            Optional.empty()));
  }

  private static int freePort() throws IOException {
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static String answerOf(int port) throws IOException {
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      String request =
          """
          MESSAGE sip:bob@127.0.0.1:%2$d SIP/2.0
          Via: SIP/2.0/UDP 127.0.0.1:%1$d;branch=z9hG4bK%1$d
          Max-Forwards: 70
          From: <sip:alice@127.0.0.1>;tag=a
          To: <sip:bob@127.0.0.1>
          Call-ID: %1$d-%2$d
          CSeq: 1 MESSAGE
          Content-Length: 0

          """
              .formatted(socket.getLocalPort(), port)
              .replace("\n", "\r\n");
      byte[] bytes = request.getBytes(StandardCharsets.US_ASCII);
      socket.send(new DatagramPacket(bytes, bytes.length, InetAddress.getLoopbackAddress(), port));
      DatagramPacket answer = new DatagramPacket(new byte[2000], 2000);
      socket.receive(answer);
      return new String(answer.getData(), 0, answer.getLength(), StandardCharsets.US_ASCII)
          .lines()
          .findFirst()
          .orElseThrow();
    }
  }

  @Test
  void containers_serve_one_after_another_and_two_at_once() throws Exception {
    int first = freePort();
    try (EmbeddedContainer container = container(first)) {
      container.start();
      assertThat(container.servletContext().getAttribute("from.the.launcher")).isEqualTo("yes");
      assertThat(answerOf(first)).isEqualTo("SIP/2.0 202 Accepted");
    }
    int second = freePort();
    try (EmbeddedContainer again = container(first);
        EmbeddedContainer other = container(second)) {
      again.start();
      other.start();
      assertThat(answerOf(first)).isEqualTo("SIP/2.0 202 Accepted");
      assertThat(answerOf(second)).isEqualTo("SIP/2.0 202 Accepted");
    }
  }

  @Test
  void the_reason_the_application_left_is_the_message() throws Exception {
    describe(
        "<listener><listener-class>%s</listener-class></listener>"
            .formatted(Refusing.class.getName()));
    try (EmbeddedContainer container = container(freePort())) {
      assertThatThrownBy(container::start)
          .isInstanceOf(StartException.class)
          .hasMessage("no database: start it");
    }
  }

  @Test
  void a_port_in_use_stops_the_start() throws Exception {
    try (DatagramSocket taken = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        EmbeddedContainer container = container(taken.getLocalPort())) {
      assertThatThrownBy(container::start)
          .isInstanceOf(StartException.class)
          .hasMessage(
              "cannot listen at udp:127.0.0.1:%d (%s): choose another with --listen",
              taken.getLocalPort(), "java.net.BindException: Address already in use");
    }
  }

  @Test
  void a_secure_transport_needs_a_certificate() throws Exception {
    ContainerSettings settings =
        new ContainerSettings(
            webapp,
            folder.resolve("work"),
            List.of(new ListenAddress("tls", "127.0.0.1", freePort())),
            TlsFiles.NONE,
            Optional.empty(),
            Map.of(),
            true,
            Optional.empty());
    try (EmbeddedContainer container = new EmbeddedContainer(settings)) {
      assertThatThrownBy(container::start)
          .isInstanceOf(StartException.class)
          .hasMessageContaining("need a certificate");
    }
  }
}
