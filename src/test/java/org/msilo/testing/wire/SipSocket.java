package org.msilo.testing.wire;

import java.util.function.Consumer;

/** Where a phone is plugged in: a local port, a way to the server, and what comes from it. */
public interface SipSocket extends AutoCloseable {
  /**
   * Takes each message that comes in, with the way back to where it came from; on a reader's
   * thread.
   */
  interface Receiver {
    void receive(byte[] message, Consumer<byte[]> wayBack);
  }

  /** "UDP", "TCP", "TLS", "WS" or "WSS", as a Via says it. */
  String transport();

  int port();

  void send(byte[] message);

  /** Starts the reading threads. */
  void start(Receiver receiver);

  @Override
  void close();
}
