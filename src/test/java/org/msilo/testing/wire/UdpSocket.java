package org.msilo.testing.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import org.msilo.testing.FreePort;

/**
 * A datagram socket on loopback; sending is safe from all threads. No port serves two of a process:
 * a server may still send to a phone that hung up, for as long as a transaction lives, and the next
 * phone must not hear it.
 */
public final class UdpSocket implements SipSocket {
  private static final int BUFFER = 4 << 20;

  private final DatagramSocket socket;
  private final SocketAddress server;
  private final int publicPort;

  public UdpSocket(int serverPort) {
    this(serverPort, 0);
  }

  /** A socket that the server finds at another port than its own; 0 for its own. */
  public UdpSocket(int serverPort, int publicPort) {
    this("127.0.0.1", serverPort, publicPort);
  }

  /** A socket at another of the loopback addresses. */
  public static UdpSocket at(String address, int serverPort) {
    return new UdpSocket(address, serverPort, 0);
  }

  private UdpSocket(String own, int serverPort, int publicPort) {
    try {
      InetAddress loopback = InetAddress.getByName("127.0.0.1");
      socket = new DatagramSocket(FreePort.find(), InetAddress.getByName(own));
      socket.setReceiveBufferSize(BUFFER);
      socket.setSendBufferSize(BUFFER);
      server = new InetSocketAddress(loopback, serverPort);
      this.publicPort = publicPort == 0 ? socket.getLocalPort() : publicPort;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String transport() {
    return "UDP";
  }

  @Override
  public int port() {
    return publicPort;
  }

  @Override
  public void send(byte[] message) {
    send(message, server);
  }

  /** Sends to another loopback port than the server's. */
  public void sendTo(int port, byte[] message) {
    send(message, new InetSocketAddress(socket.getLocalAddress(), port));
  }

  @Override
  public void start(Receiver receiver) {
    Thread reader = new Thread(() -> read(receiver), "phone-udp-" + port());
    reader.setDaemon(true);
    reader.start();
  }

  @Override
  public void close() {
    socket.close();
  }

  private void send(byte[] message, SocketAddress destination) {
    try {
      socket.send(new DatagramPacket(message, message.length, destination));
    } catch (IOException e) {
      if (!socket.isClosed()) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void read(Receiver receiver) {
    byte[] buffer = new byte[1 << 16];
    while (!socket.isClosed()) {
      try {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        socket.receive(packet);
        SocketAddress source = packet.getSocketAddress();
        receiver.receive(
            Arrays.copyOf(packet.getData(), packet.getLength()), answer -> send(answer, source));
      } catch (IOException e) {
        // Closed, or an ICMP "port unreachable" of a server that is down: the phone listens on.
      }
    }
  }
}
