package org.msilo.launcher;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;

/** A UDP port on the loopback interface that nobody has right now. */
public final class FreePort {
  private FreePort() {}

  public static int find() throws IOException {
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
