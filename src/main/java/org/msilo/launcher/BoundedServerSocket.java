package org.msilo.launcher;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntSupplier;

/**
 * Accepts so many connections of one IP address and closes what is more at once; one that says
 * nothing at all for a while ends, too. Each connection costs the stack two threads. Its stream
 * knows whether it ended within a message. Thread-safe.
 */
final class BoundedServerSocket extends ServerSocket {
  private final IntSupplier most;
  private final Duration firstWord;
  private final Map<InetAddress, Integer> open = new ConcurrentHashMap<>();

  /**
   * @param most connections of one address; 0 for no limit
   * @param firstWord how long a connection may take until something is received on it
   */
  BoundedServerSocket(int port, InetAddress address, IntSupplier most, Duration firstWord)
      throws IOException {
    super(port, 0, address);
    this.most = most;
    this.firstWord = firstWord;
  }

  @Override
  public Socket accept() throws IOException {
    while (true) {
      Counted socket = new Counted();
      implAccept(socket);
      int count = open.merge(socket.begin(), 1, Integer::sum);
      if (most.getAsInt() == 0 || count <= most.getAsInt()) {
        socket.setSoTimeout((int) firstWord.toMillis());
        return socket;
      }
      socket.close();
    }
  }

  private final class Counted extends Socket {
    /** Under which it is counted. */
    private final AtomicReference<InetAddress> peer = new AtomicReference<>();

    private InetAddress begin() {
      peer.set(getInetAddress());
      return peer.get();
    }

    @Override
    public InputStream getInputStream() throws IOException {
      return new FramedStream(new Patient(super.getInputStream()));
    }

    @Override
    public synchronized void close() throws IOException {
      super.close();
      InetAddress counted = peer.getAndSet(null);
      if (counted != null) {
        open.computeIfPresent(counted, (address, count) -> count == 1 ? null : count - 1);
      }
    }

    /** Waits for ever once something was received. */
    private final class Patient extends FilterInputStream {
      private Patient(InputStream in) {
        super(in);
      }

      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        int count = super.read(bytes, offset, length);
        if (count > 0 && getSoTimeout() != 0) {
          setSoTimeout(0);
        }
        return count;
      }

      /** As a socket's own stream does it. */
      @Override
      public void close() throws IOException {
        Counted.this.close();
      }
    }
  }
}
