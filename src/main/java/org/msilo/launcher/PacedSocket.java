package org.msilo.launcher;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * A connection that somebody else opened, which is counted while it is open, and ends with a
 * SocketTimeoutException when it is too slow. Thread-safe as sockets are.
 */
final class PacedSocket extends Socket {
  private final Connections connections;
  private final BiFunction<InputStream, Pace, InputStream> reading;
  private final Consumer<PacedSocket> forget;

  /** Under which it is counted. */
  private final AtomicReference<InetAddress> peer = new AtomicReference<>();

  /** Begins when it is connected, long after this was made for it. */
  private final AtomicReference<Pace> pace = new AtomicReference<>();

  /**
   * @param reading makes the stream that is handed out of the one that keeps the pace
   * @param forget called when it is closed
   */
  PacedSocket(
      Connections connections,
      BiFunction<InputStream, Pace, InputStream> reading,
      Consumer<PacedSocket> forget) {
    this.forget = forget;
    this.connections = connections;
    this.reading = reading;
  }

  /** To be called once it is connected; whether it may live. */
  boolean begin() {
    InetAddress from = getInetAddress();
    if (!connections.begin(from)) {
      return false;
    }
    peer.set(from);
    pace.set(connections.pace());
    return true;
  }

  /** What to tell of the messages that come on it. */
  Pace pace() {
    return pace.get();
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return reading.apply(new Timed(super.getInputStream()), pace.get());
  }

  @Override
  public synchronized void close() throws IOException {
    super.close();
    InetAddress counted = peer.getAndSet(null);
    if (counted != null) {
      connections.end(counted);
      forget.accept(this);
    }
  }

  private final class Timed extends FilterInputStream {
    private Timed(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      try {
        waitNoLongerThan(pace.get().millisLeft());
        int count = super.read(bytes, offset, length);
        pace.get().heard();
        return count;
      } catch (SocketTimeoutException e) {
        connections.tooSlow();
        throw e;
      }
    }

    private void waitNoLongerThan(long millis) throws IOException {
      if (millis <= 0) {
        throw new SocketTimeoutException("too slow");
      }
      setSoTimeout(millis > Integer.MAX_VALUE ? 0 : (int) millis);
    }

    /** As a socket's own stream does it. */
    @Override
    public void close() throws IOException {
      PacedSocket.this.close();
    }
  }
}
