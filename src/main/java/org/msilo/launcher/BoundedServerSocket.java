package org.msilo.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;

/**
 * Accepts so many connections of one IP address and closes what is more at once; each costs the
 * stack two threads. When it is closed, so are they. Thread-safe.
 */
final class BoundedServerSocket extends ServerSocket {
  private static final int PAUSE_MILLIS = 100;

  private final Connections connections;
  private final BiFunction<InputStream, Pace, InputStream> reading;
  private final Set<PacedSocket> accepted = ConcurrentHashMap.newKeySet();

  /**
   * @param reading makes the stream of a connection of the one that keeps its pace
   */
  BoundedServerSocket(
      int port,
      InetAddress address,
      Connections connections,
      BiFunction<InputStream, Pace, InputStream> reading)
      throws IOException {
    super(port, 0, address);
    this.connections = connections;
    this.reading = reading;
  }

  /** Fails only when this is closed. */
  @Override
  public PacedSocket accept() throws IOException {
    while (true) {
      PacedSocket socket = new PacedSocket(connections, reading, accepted::remove);
      try {
        implAccept(socket);
        if (socket.begin()) {
          remember(socket);
          return socket;
        }
      } catch (IOException e) {
        // The stack would never accept again, be it for want of file handles.
        pauseUnlessClosed(e);
      }
      socket.close();
    }
  }

  private void pauseUnlessClosed(IOException e) throws IOException {
    if (isClosed()) {
      throw e;
    }
    try {
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw e;
    }
  }

  private void remember(PacedSocket socket) throws IOException {
    accepted.add(socket);
    if (isClosed()) {
      socket.close();
    }
  }

  @Override
  public void close() throws IOException {
    super.close();
    for (PacedSocket socket : accepted) {
      socket.close();
    }
  }
}
