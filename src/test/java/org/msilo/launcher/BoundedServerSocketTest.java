package org.msilo.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One address cannot have all connections, and must say something on those it has. */
class BoundedServerSocketTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  private final BoundedServerSocket server;
  private final List<Object> hits = new CopyOnWriteArrayList<>();

  BoundedServerSocketTest() throws IOException {
    Connections connections = new Connections();
    connections.bound(
        new AskedLimits(
            method -> false,
            method -> {},
            (place, waiting) -> {},
            method -> false,
            address -> 0,
            address -> false,
            () -> 2,
            () -> 1,
            hits::add));
    server = new BoundedServerSocket(0, LOOPBACK, connections, FramedStream::new);
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
        assertThat(hits).containsExactly("CONNECTIONS");
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
          assertThat(second.isClosed()).isFalse();
          close();
          accepting.join();
        }
      }
      assertThat(one.isConnected() && two.isConnected()).isTrue();
    }
  }

  @Test
  void one_that_says_nothing_ends_and_is_counted() throws Exception {
    try (Socket silent = from("127.0.0.1");
        Socket atServer = server.accept()) {
      assertThatThrownBy(() -> atServer.getInputStream().read(new byte[10]))
          .isInstanceOf(SocketTimeoutException.class);
      assertThat(silent.isConnected()).isTrue();
      assertThat(hits).containsExactly("IDLE_CONNECTIONS");
    }
  }

  @Test
  void those_that_were_accepted_end_with_it() throws Exception {
    try (Socket one = from("127.0.0.1");
        Socket atServer = server.accept()) {
      server.close();
      assertThat(atServer.isClosed()).isTrue();
      assertThat(one.getInputStream().read()).isEqualTo(-1);
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
