package org.msilo.testing.wire;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocketFactory;

/**
 * A connection to the server, with TLS or without, and no listening port, as of a phone behind a
 * NAT; opened at once, and opened anew by the first message after it was hung up.
 */
public final class TcpClientSocket implements SipSocket {
  private final String transport;
  private final SocketFactory sockets;
  private final int serverPort;
  private final AtomicInteger pongs = new AtomicInteger();
  private volatile Receiver receiver;
  private Socket connection;

  /** A connection that is being closed from here. */
  private volatile Socket hungUp;

  public TcpClientSocket(int serverPort) {
    this("TCP", SocketFactory.getDefault(), serverPort);
  }

  /** A connection with TLS, to a server whose certificate these sockets trust. */
  public TcpClientSocket(int serverPort, SSLSocketFactory sockets) {
    this("TLS", sockets, serverPort);
  }

  private TcpClientSocket(String transport, SocketFactory sockets, int serverPort) {
    this.transport = transport;
    this.sockets = sockets;
    this.serverPort = serverPort;
    this.connection = connect();
  }

  @Override
  public String transport() {
    return transport;
  }

  @Override
  public synchronized int port() {
    return connection.getLocalPort();
  }

  @Override
  public synchronized void send(byte[] message) {
    if (connection.isClosed()) {
      connection = connect();
      read(connection);
    }
    write(connection, message);
  }

  @Override
  public synchronized void start(Receiver newReceiver) {
    receiver = newReceiver;
    read(connection);
  }

  /** Answers to keep-alives so far: single CRLFs between messages (RFC 5626 4.4.1). */
  public int pongs() {
    return pongs.get();
  }

  /** Ends the connection; the next message opens another one. */
  public void hangUp() {
    close();
  }

  @Override
  public synchronized void close() {
    hungUp = connection;
    try {
      connection.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Socket connect() {
    try {
      return sockets.createSocket(InetAddress.getByName("127.0.0.1"), serverPort);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read(Socket from) {
    Thread thread = new Thread(() -> readAll(from), "phone-tcp-client-" + from.getLocalPort());
    thread.setDaemon(true);
    thread.start();
  }

  private void readAll(Socket from) {
    try (from;
        InputStream in = new BufferedInputStream(from.getInputStream())) {
      Runnable pong = pongs::incrementAndGet;
      for (Optional<byte[]> message = TcpSocket.next(in, pong);
          message.isPresent();
          message = TcpSocket.next(in, pong)) {
        receiver.receive(message.get(), answer -> write(from, answer));
      }
    } catch (IOException e) {
      // The other side or the test closed the connection.
    }
  }

  private void write(Socket to, byte[] message) {
    synchronized (to) {
      try {
        to.getOutputStream().write(message);
        to.getOutputStream().flush();
      } catch (IOException e) {
        // On TLS one can hang up for a while without having closed it yet.
        if (!to.isClosed() && to != hungUp) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }
}
