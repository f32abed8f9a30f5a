package org.msilo.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/** A TCP port of loopback that refuses connections, kept from whoever looks for a free one. */
public final class ClosedPort implements AutoCloseable {
  private final Socket keeper = new Socket();

  public ClosedPort() {
    try {
      // Bound and never listening: the system answers a connection with a reset.
      keeper.bind(new InetSocketAddress("127.0.0.1", 0));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int number() {
    return keeper.getLocalPort();
  }

  @Override
  public void close() {
    try {
      keeper.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
