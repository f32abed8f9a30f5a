package org.msilo.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongFunction;

/** Datagrams from one address at a steady rate, whatever becomes of them, until it is closed. */
final class Flood implements AutoCloseable {
  private static final int STEPS_A_SECOND = 100;
  private static final long SECOND = 1_000_000_000L;

  private final DatagramSocket socket;
  private final InetSocketAddress server;
  private final LongFunction<String> text;
  private final int rate;
  private final AtomicLong sent = new AtomicLong();
  private final long begin = System.nanoTime();
  private final Thread thread = new Thread(this::run, "flood");
  private volatile boolean stopped;

  /**
   * @param text the datagram of each number
   */
  Flood(String address, int serverPort, int rate, LongFunction<String> text) {
    this.server = new InetSocketAddress("127.0.0.1", serverPort);
    this.text = text;
    this.rate = rate;
    try {
      socket = new DatagramSocket(0, InetAddress.getByName(address));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    thread.start();
  }

  long sent() {
    return sent.get();
  }

  /** Datagrams a second so far. */
  long rate() {
    return sent() * SECOND / (System.nanoTime() - begin);
  }

  private void run() {
    while (!stopped) {
      long due = (System.nanoTime() - begin) * rate / SECOND;
      while (sent.get() < due && !stopped) {
        send(sent.getAndIncrement());
      }
      LockSupport.parkNanos(SECOND / STEPS_A_SECOND);
    }
  }

  private void send(long number) {
    byte[] bytes = text.apply(number).getBytes(StandardCharsets.US_ASCII);
    try {
      socket.send(new DatagramPacket(bytes, bytes.length, server));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    stopped = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    socket.close();
  }
}
