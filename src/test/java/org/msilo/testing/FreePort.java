package org.msilo.testing;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Finds loopback ports that are free for UDP and TCP alike, none of them twice in a process.
 * Thread-safe.
 *
 * <p>They lie below those that the system gives to sockets that name none, each process of a build
 * has a part of its own, and each process begins elsewhere in it: so nobody takes a port between
 * the finding of it and its use.
 */
public final class FreePort {
  private static final int FIRST = 11_000;
  private static final int PART = 5_000;
  private static final int PARTS = 4;
  private static final int part = (Integer.getInteger("surefire.forkNumber", 1) - 1) % PARTS;
  private static final AtomicInteger next =
      new AtomicInteger((int) (ProcessHandle.current().pid() * 97 % PART));

  private FreePort() {}

  public static int find() {
    while (true) {
      int port = FIRST + part * PART + next.getAndIncrement() % PART;
      if (isFree(port)) {
        return port;
      }
    }
  }

  private static boolean isFree(int port) {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (ServerSocket tcp = new ServerSocket(port, 1, loopback);
        DatagramSocket udp = new DatagramSocket(port, loopback)) {
      return tcp.isBound() && udp.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
