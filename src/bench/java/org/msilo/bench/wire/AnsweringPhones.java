package org.msilo.bench.wire;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.Locale;

/**
 * The phones of all users on one UDP port: each MESSAGE is answered 200 at once, and known by the
 * number its body ends with. Safe to be asked from other threads.
 */
public final class AnsweringPhones implements AutoCloseable {
  private static final int BUFFER_BYTES = 4 << 20;

  private final DatagramChannel channel;
  private final BitSet seen = new BitSet();
  private int repeated;
  private long lastAt = System.nanoTime();

  public AnsweringPhones() throws IOException {
    channel = DatagramChannel.open();
    channel.setOption(StandardSocketOptions.SO_RCVBUF, BUFFER_BYTES);
    channel.setOption(StandardSocketOptions.SO_SNDBUF, BUFFER_BYTES);
    channel.bind(new InetSocketAddress("127.0.0.1", 0));
    Thread reader = new Thread(this::read, "bench-phones");
    reader.setDaemon(true);
    reader.start();
  }

  public int port() throws IOException {
    return ((InetSocketAddress) channel.getLocalAddress()).getPort();
  }

  /** How many different messages came. */
  public synchronized int delivered() {
    return seen.cardinality();
  }

  /** How many came that had come before. */
  public synchronized int repeated() {
    return repeated;
  }

  /** When the last new message came, by {@link System#nanoTime()}. */
  public synchronized long lastAt() {
    return lastAt;
  }

  private void read() {
    ByteBuffer datagram = ByteBuffer.allocateDirect(65_535);
    try {
      while (true) {
        datagram.clear();
        SocketAddress from = channel.receive(datagram);
        datagram.flip();
        if (datagram.limit() > RequestTemplate.DIGITS && datagram.get(0) == 'M') {
          note(RequestTemplate.number(datagram, datagram.limit() - RequestTemplate.DIGITS));
          channel.send(ok(datagram), from);
        }
      }
    } catch (IOException e) {
      // closed
    }
  }

  private synchronized void note(int number) {
    if (number < 0 || seen.get(number)) {
      repeated++;
      return;
    }
    seen.set(number);
    lastAt = System.nanoTime();
  }

  /** The 200 of RFC 3261 8.2.6: the fields that a response takes from its request. */
  private static ByteBuffer ok(ByteBuffer datagram) {
    String request = StandardCharsets.ISO_8859_1.decode(datagram).toString();
    StringBuilder response = new StringBuilder(512).append("SIP/2.0 200 OK\r\n");
    for (String line : request.substring(0, request.indexOf("\r\n\r\n")).split("\r\n")) {
      switch (line.substring(0, Math.max(0, line.indexOf(':'))).strip().toLowerCase(Locale.ROOT)) {
        case "via", "v", "from", "f", "call-id", "i", "cseq" -> response.append(line);
        case "to", "t" -> response.append(line).append(";tag=phone");
        default -> {
          continue;
        }
      }
      response.append("\r\n");
    }
    response.append("Content-Length: 0\r\n\r\n");
    return ByteBuffer.wrap(response.toString().getBytes(StandardCharsets.ISO_8859_1));
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
