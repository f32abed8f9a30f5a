package org.msilo.launcher;

import gov.nist.javax.sip.stack.DatagramQueuedMessageDispatch;
import java.net.DatagramPacket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Datagrams that wait to be parsed. The stack's own queue has no bound, and each datagram in it
 * holds as many bytes as the largest there can be. Here the least urgent stay out first: new
 * requests, then REGISTERs; responses and the rest have all of the room. What stays out was not
 * read: its sender sends it again (RFC 3261 17.1.2.1). Thread-safe.
 */
final class DatagramQueue extends LinkedBlockingQueue<DatagramQueuedMessageDispatch> {
  static final int FOR_MESSAGES = 1_000;
  static final int FOR_REGISTERS = 2_000;
  static final int FOR_ALL = 4_000;

  private static final long serialVersionUID = 1L;
  private static final byte[] MESSAGE = "MESSAGE ".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] REGISTER = "REGISTER ".getBytes(StandardCharsets.US_ASCII);

  DatagramQueue() {
    super(FOR_ALL);
  }

  @Override
  public boolean offer(DatagramQueuedMessageDispatch datagram) {
    return size() < roomFor(datagram.packet) && super.offer(datagram);
  }

  private static int roomFor(DatagramPacket packet) {
    if (beginsWith(packet, MESSAGE)) {
      return FOR_MESSAGES;
    }
    return beginsWith(packet, REGISTER) ? FOR_REGISTERS : FOR_ALL;
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
