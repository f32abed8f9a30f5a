package org.msilo.launcher;

import gov.nist.javax.sip.stack.DatagramQueuedMessageDispatch;
import java.net.DatagramPacket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.sip.message.Request;

/**
 * Datagrams that wait to be parsed. The stack's own queue has no bound, and each datagram in it
 * holds as many bytes as the largest there can be. Here the least urgent stay out first: MESSAGEs,
 * then REGISTERs, which wait before it ({@link WaitingRooms}); responses and the rest have all of
 * the room. Half as much room again is kept for addresses that have little in it, so that nobody
 * keeps the others out alone. Thread-safe.
 */
final class DatagramQueue extends LinkedBlockingQueue<DatagramQueuedMessageDispatch> {
  static final int FOR_MESSAGES = 1_000;
  static final int FOR_REGISTERS = 2_000;
  static final int FOR_ALL = 4_000;

  private static final long serialVersionUID = 1L;
  private static final byte[] MESSAGE = "MESSAGE ".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] REGISTER = "REGISTER ".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] RESPONSE = "SIP/2.0 ".getBytes(StandardCharsets.US_ASCII);

  private final Map<InetAddress, Integer> waiting = new ConcurrentHashMap<>();

  DatagramQueue() {
    super(withReserve(FOR_ALL));
  }

  static int withReserve(int room) {
    return room + room / 2;
  }

  static boolean isResponse(DatagramPacket packet) {
    return beginsWith(packet, RESPONSE);
  }

  /** As much of a packet as was sent; the packet is for the next. */
  static DatagramQueuedMessageDispatch copyOf(DatagramPacket packet) {
    byte[] bytes = Arrays.copyOf(packet.getData(), packet.getLength());
    return new DatagramQueuedMessageDispatch(
        new DatagramPacket(bytes, bytes.length, packet.getAddress(), packet.getPort()),
        System.currentTimeMillis());
  }

  @Override
  public boolean offer(DatagramQueuedMessageDispatch datagram) {
    int room = roomFor(datagram.packet);
    InetAddress source = datagram.packet.getAddress();
    boolean fits =
        size() < room || size() < withReserve(room) && waiting.getOrDefault(source, 0) < room / 2;
    if (!fits) {
      return false;
    }
    waiting.merge(source, 1, Integer::sum);
    if (super.offer(datagram)) {
      return true;
    }
    left(datagram);
    return false;
  }

  @Override
  public DatagramQueuedMessageDispatch take() throws InterruptedException {
    return left(super.take());
  }

  @Override
  public DatagramQueuedMessageDispatch poll(long timeout, TimeUnit unit)
      throws InterruptedException {
    DatagramQueuedMessageDispatch datagram = super.poll(timeout, unit);
    return datagram == null ? null : left(datagram);
  }

  private DatagramQueuedMessageDispatch left(DatagramQueuedMessageDispatch datagram) {
    waiting.computeIfPresent(
        datagram.packet.getAddress(), (source, count) -> count == 1 ? null : count - 1);
    return datagram;
  }

  /** MESSAGE or REGISTER; anything else is not told apart, and empty. */
  static String methodOf(DatagramPacket packet) {
    if (beginsWith(packet, MESSAGE)) {
      return Request.MESSAGE;
    }
    return beginsWith(packet, REGISTER) ? Request.REGISTER : "";
  }

  private static int roomFor(DatagramPacket packet) {
    return switch (methodOf(packet)) {
      case Request.MESSAGE -> FOR_MESSAGES;
      case Request.REGISTER -> FOR_REGISTERS;
      default -> FOR_ALL;
    };
  }

  private static boolean beginsWith(DatagramPacket packet, byte[] word) {
    return packet.getLength() >= word.length
        && Arrays.mismatch(
                packet.getData(),
                packet.getOffset(),
                packet.getOffset() + word.length,
                word,
                0,
                word.length)
            < 0;
  }
}
