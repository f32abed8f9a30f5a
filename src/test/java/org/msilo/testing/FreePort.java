package org.msilo.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Finds a loopback port that is free for UDP and TCP alike. */
public final class FreePort {
  private FreePort() {}

  public static int find() {
    try {
      InetAddress loopback = InetAddress.getByName("127.0.0.1");
      while (true) {
        try (ServerSocket tcp = new ServerSocket(0, 1, loopback)) {
          if (isFreeForUdp(tcp.getLocalPort(), loopback)) {
            return tcp.getLocalPort();
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isFreeForUdp(int port, InetAddress loopback) {
    try (DatagramSocket udp = new DatagramSocket(port, loopback)) {
      return udp.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
