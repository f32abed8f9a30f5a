package org.msilo.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One address cannot have all connections, and must say something on those it has. */
class BoundedServerSocketTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  private final BoundedServerSocket server;

  BoundedServerSocketTest() throws IOException {
    server = new BoundedServerSocket(0, LOOPBACK, () -> 2, Duration.ofMillis(50));
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  @Test
  void one_too_many_is_closed_while_another_address_is_let_in() throws Exception {
    try (Socket one = from("127.0.0.1");
        Socket two = from("127.0.0.1")) {
      try (Socket first = server.accept();
          Socket second = server.accept();
          Socket tooMany = from("127.0.0.1");
          Socket other = from("127.0.0.2");
          Socket third = server.accept()) {
        assertThat(tooMany.getInputStream().read()).isEqualTo(-1);
        assertThat(third.getPort()).isEqualTo(other.getLocalPort());
        assertThat(first.getPort()).isEqualTo(one.getLocalPort());
        assertThat(second.getPort()).isEqualTo(two.getLocalPort());
      }
    }
  }

  @Test
  void one_that_ended_makes_room_however_often_it_is_closed() throws Exception {
    try (Socket one = from("127.0.0.1");
        Socket two = from("127.0.0.1");
        Socket second = acceptedAfterOneThatEnded()) {
      try (Socket three = from("127.0.0.1");
          Socket third = server.accept()) {
        assertThat(third.getPort()).isEqualTo(three.getLocalPort());
        try (Socket four = from("127.0.0.1")) {
          CompletableFuture<Void> accepting = CompletableFuture.runAsync(this::acceptMore);
          assertThat(four.getInputStream().read()).isEqualTo(-1);
          close();
          accepting.join();
        }
      }
      assertThat(second.isClosed()).isFalse();
      assertThat(one.isConnected() && two.isConnected()).isTrue();
    }
  }

  @Test
  void one_that_says_nothing_ends_and_one_that_spoke_may_be_silent() throws Exception {
    try (Socket silent = from("127.0.0.1");
        Socket atServer = server.accept()) {
      assertThatThrownBy(() -> atServer.getInputStream().read(new byte[10]))
          .isInstanceOf(SocketTimeoutException.class);
      assertThat(silent.isConnected()).isTrue();
    }
    try (Socket speaking = from("127.0.0.1");
        Socket atServer = server.accept()) {
      speaking.getOutputStream().write('x');
      assertThat(atServer.getInputStream().read(new byte[10])).isEqualTo(1);
      assertThat(atServer.getSoTimeout()).isZero();
    }
  }

  private Socket acceptedAfterOneThatEnded() throws IOException {
    Socket ended = server.accept();
    ended.close();
    ended.close();
    return server.accept();
  }

  private void acceptMore() {
    try (Socket more = server.accept()) {
      throw new AssertionError("one too many was let in: " + more);
    } catch (IOException e) {
      // Closed by the test.
    }
  }

  private Socket from(String address) throws IOException {
    return new Socket(LOOPBACK, server.getLocalPort(), InetAddress.getByName(address), 0);
  }
}
