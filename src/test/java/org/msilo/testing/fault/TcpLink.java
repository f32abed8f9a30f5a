package org.msilo.testing.fault;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A TCP port that leads to another one until it is cut; safe for all threads. */
public final class TcpLink implements AutoCloseable {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  private final int target;
  private final int port;
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
  private ServerSocket listener;

  /** A link to this port of loopback, on a free port. */
  public TcpLink(int target) {
    this.target = target;
    this.listener = listen(0);
    this.port = listener.getLocalPort();
  }

  public int port() {
    return port;
  }

  /** Breaks all connections; new ones are refused. */
  public synchronized void cut() {
    close(listener);
    connections.forEach(TcpLink::close);
    connections.clear();
  }

  /** New connections get through again. */
  public synchronized void mend() {
    listener = listen(port);
  }

  @Override
  public void close() {
    cut();
  }

  private ServerSocket listen(int wanted) {
    try {
      ServerSocket socket = new ServerSocket();
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(LOOPBACK, wanted));
      daemon("link-" + socket.getLocalPort(), () -> accept(socket));
      return socket;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept(ServerSocket socket) {
    while (!socket.isClosed()) {
      try {
        join(socket, socket.accept());
      } catch (IOException e) {
        // Cut: the loop ends by its condition.
      }
    }
  }

  private synchronized void join(ServerSocket by, Socket near) throws IOException {
    connections.add(near);
    Socket far = new Socket(LOOPBACK, target);
    connections.add(far);
    if (by.isClosed()) {
      cut();
    }
    near.setTcpNoDelay(true);
    far.setTcpNoDelay(true);
    daemon("link-out-" + near.getPort(), () -> pass(near, far));
    daemon("link-in-" + near.getPort(), () -> pass(far, near));
  }

  private void pass(Socket from, Socket to) {
    try (from;
        to;
        InputStream in = from.getInputStream()) {
      in.transferTo(to.getOutputStream());
    } catch (IOException e) {
      // One of the two ends is gone, and the other goes with it.
    }
    connections.remove(from);
    connections.remove(to);
  }

  private static void close(AutoCloseable end) {
    try {
      end.close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static void daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }
}
