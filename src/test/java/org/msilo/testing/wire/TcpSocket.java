package org.msilo.testing.wire;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;

/** A listening port on loopback and one connection to the server, opened at the first message. */
public final class TcpSocket implements SipSocket {
  private final String transport;
  private final SocketFactory sockets;
  private final ServerSocket listener;
  private final int serverPort;
  private final List<Socket> connections = new CopyOnWriteArrayList<>();
  private final AtomicInteger accepted = new AtomicInteger();
  private Receiver receiver;
  private Socket outgoing;

  public TcpSocket(int serverPort) {
    this("TCP", SocketFactory.getDefault(), ServerSocketFactory.getDefault(), serverPort);
  }

  /** With TLS, as a phone that has a certificate of its own. */
  public TcpSocket(int serverPort, SSLContext tls) {
    this("TLS", tls.getSocketFactory(), tls.getServerSocketFactory(), serverPort);
  }

  private TcpSocket(
      String transport, SocketFactory sockets, ServerSocketFactory listeners, int serverPort) {
    this.transport = transport;
    this.sockets = sockets;
    this.serverPort = serverPort;
    try {
      listener = listeners.createServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String transport() {
    return transport;
  }

  @Override
  public int port() {
    return listener.getLocalPort();
  }

  @Override
  public synchronized void send(byte[] message) {
    try {
      if (outgoing == null || outgoing.isClosed()) {
        outgoing = sockets.createSocket(InetAddress.getByName("127.0.0.1"), serverPort);
        read(outgoing);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    write(outgoing, message);
  }

  @Override
  public void start(Receiver receiver) {
    this.receiver = receiver;
    daemon("phone-tcp-" + port(), this::accept);
  }

  /** Connections that the server has opened. */
  public int accepted() {
    return accepted.get();
  }

  /** Ends the connection to the server; the listening port stays. */
  public synchronized void hangUp() {
    try {
      outgoing.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public synchronized void close() {
    try {
      listener.close();
      for (Socket connection : connections) {
        connection.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket connection = listener.accept();
        accepted.incrementAndGet();
        read(connection);
      } catch (IOException e) {
        // Closed: the loop ends by its condition.
      }
    }
  }

  private void read(Socket connection) {
    connections.add(connection);
    daemon(
        "phone-tcp-" + port() + "-from-" + connection.getPort(),
        () -> {
          try (connection;
              InputStream in = new BufferedInputStream(connection.getInputStream())) {
            Runnable pong = () -> {};
            for (Optional<byte[]> message = next(in, pong);
                message.isPresent();
                message = next(in, pong)) {
              receiver.receive(message.get(), answer -> write(connection, answer));
            }
          } catch (IOException e) {
            // The other side or the test closed the connection.
          }
        });
  }

  /**
   * Content-Length framing of RFC 3261 18.3.
   *
   * @param onEmptyLine told of each empty line between messages, which is a keep-alive
   */
  static Optional<byte[]> next(InputStream in, Runnable onEmptyLine) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    int matched = 0;
    while (matched < 4) {
      int octet = in.read();
      if (octet < 0) {
        return Optional.empty();
      }
      if (head.size() == 0 && (octet == '\r' || octet == '\n')) {
        if (octet == '\n') {
          onEmptyLine.run();
        }
        continue;
      }
      head.write(octet);
      boolean expected = octet == (matched % 2 == 0 ? '\r' : '\n');
      matched = expected ? matched + 1 : octet == '\r' ? 1 : 0;
    }
    byte[] header = head.toByteArray();
    int length = SipText.parse(header).header("Content-Length").map(Integer::parseInt).orElse(0);
    head.writeBytes(in.readNBytes(length));
    return Optional.of(head.toByteArray());
  }

  private static void write(Socket connection, byte[] message) {
    synchronized (connection) {
      try {
        connection.getOutputStream().write(message);
        connection.getOutputStream().flush();
      } catch (IOException e) {
        if (!connection.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private static void daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }
}
