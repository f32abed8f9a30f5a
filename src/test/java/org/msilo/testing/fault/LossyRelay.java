package org.msilo.testing.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.msilo.testing.FreePort;

/**
 * A stretch of network between one phone and the server that loses, doubles and holds back
 * datagrams, each with the same chance in both directions. Which ones, the seed decides. Safe for
 * all threads.
 */
public final class LossyRelay implements AutoCloseable {
  private static final int LARGEST = 1 << 16;

  /** Long enough for those behind to overtake, shorter than T1. */
  private static final int HELD_BACK_MILLIS = 60;

  private final double chance;
  private final Random random;
  private final SocketAddress server;
  private final DatagramSocket phoneSide;
  private final DatagramSocket serverSide;
  private final AtomicReference<SocketAddress> phone = new AtomicReference<>();
  private final AtomicInteger faults = new AtomicInteger();
  private final ScheduledExecutorService late = Executors.newSingleThreadScheduledExecutor();

  /**
   * @param chance of each of the three faults, 0 to 1
   */
  public LossyRelay(int serverPort, double chance, long seed) {
    this.chance = chance;
    this.random = new Random(seed);
    try {
      InetAddress loopback = InetAddress.getByName("127.0.0.1");
      server = new InetSocketAddress(loopback, serverPort);
      phoneSide = new DatagramSocket(FreePort.find(), loopback);
      serverSide = new DatagramSocket(FreePort.find(), loopback);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start("relay-from-phone", phoneSide, this::fromPhone);
    start("relay-from-server", serverSide, this::fromServer);
  }

  /** Where the phone sends what is for the server. */
  public int portForPhone() {
    return phoneSide.getLocalPort();
  }

  /** Where the server finds the phone. */
  public int portForServer() {
    return serverSide.getLocalPort();
  }

  /** How many datagrams were lost, doubled or held back. */
  public int faults() {
    return faults.get();
  }

  @Override
  public void close() {
    late.shutdownNow();
    phoneSide.close();
    serverSide.close();
  }

  private void fromPhone(DatagramPacket packet) {
    phone.set(packet.getSocketAddress());
    pass(packet, serverSide, server);
  }

  private void fromServer(DatagramPacket packet) {
    pass(packet, phoneSide, phone.get());
  }

  private void pass(DatagramPacket packet, DatagramSocket by, SocketAddress to) {
    byte[] bytes = Arrays.copyOf(packet.getData(), packet.getLength());
    if (happens()) {
      return;
    }
    if (happens()) {
      send(bytes, by, to);
    }
    if (happens()) {
      late.schedule(() -> send(bytes, by, to), HELD_BACK_MILLIS, TimeUnit.MILLISECONDS);
    } else {
      send(bytes, by, to);
    }
  }

  private boolean happens() {
    synchronized (random) {
      boolean fault = random.nextDouble() < chance;
      faults.addAndGet(fault ? 1 : 0);
      return fault;
    }
  }

  private static void send(byte[] bytes, DatagramSocket by, SocketAddress to) {
    try {
      by.send(new DatagramPacket(bytes, bytes.length, to));
    } catch (IOException e) {
      if (!by.isClosed()) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static void start(String name, DatagramSocket socket, Consumer<DatagramPacket> receiver) {
    Thread thread = new Thread(() -> read(socket, receiver), name);
    thread.setDaemon(true);
    thread.start();
  }

  private static void read(DatagramSocket socket, Consumer<DatagramPacket> receiver) {
    while (!socket.isClosed()) {
      try {
        DatagramPacket packet = new DatagramPacket(new byte[LARGEST], LARGEST);
        socket.receive(packet);
        receiver.accept(packet);
      } catch (IOException e) {
        // Closed, or nobody listens at the other end: the relay listens on.
      }
    }
  }
}
