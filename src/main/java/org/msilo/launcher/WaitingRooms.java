package org.msilo.launcher;

import gov.nist.javax.sip.stack.DatagramQueuedMessageDispatch;
import java.net.DatagramPacket;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.LongSupplier;
import javax.sip.message.Request;

/**
 * New requests over UDP on their way to the threads that parse them. While there is no time for
 * them they wait, those of each method in a room of their own; REGISTERs are handed on first.
 * Thread-safe.
 */
final class WaitingRooms {
  /** Half of T1: who waited for so long can be answered before its sender sends a copy. */
  static final Duration LONGEST_FOR_MESSAGES = Duration.ofMillis(250);

  /** T1: the copies have been sent by then, but a REGISTER brings waiting mail out of the store. */
  static final Duration LONGEST_FOR_REGISTERS = Duration.ofMillis(500);

  /** What becomes of a request that comes. */
  enum Place {
    HANDED_ON,
    FIRST_TO_WAIT,
    WAITING,
    LEFT_OUT
  }

  private final BiPredicate<String, DatagramQueuedMessageDispatch> taker;

  /** By method, in the order in which they are emptied. */
  private final Map<String, WaitingRoom> rooms = new LinkedHashMap<>();

  /**
   * @param taker takes a request of this method, unless it has to wait
   */
  WaitingRooms(BiPredicate<String, DatagramQueuedMessageDispatch> taker, LongSupplier nanos) {
    this.taker = taker;
    rooms.put(Request.REGISTER, new WaitingRoom(LONGEST_FOR_REGISTERS, nanos));
    rooms.put(Request.MESSAGE, new WaitingRoom(LONGEST_FOR_MESSAGES, nanos));
  }

  /** Whether requests of this method wait here. */
  boolean areFor(String method) {
    return rooms.containsKey(method);
  }

  /** How many requests of this method wait. */
  synchronized int waiting(String method) {
    return rooms.get(method).size();
  }

  /** Hands a request on; if it has to wait, behind those that wait already. */
  synchronized Place comes(String method, DatagramPacket packet) {
    WaitingRoom room = rooms.get(method);
    if (!room.hasRoomFor(packet.getAddress())) {
      return Place.LEFT_OUT;
    }
    boolean first = room.isEmpty();
    DatagramQueuedMessageDispatch request = DatagramQueue.copyOf(packet);
    if (first && taker.test(method, request)) {
      return Place.HANDED_ON;
    }
    room.add(request);
    return first ? Place.FIRST_TO_WAIT : Place.WAITING;
  }

  /**
   * Hands on those that there is time for.
   *
   * @return whether some wait still
   */
  synchronized boolean handOn() {
    rooms.forEach((method, room) -> room.handOn(request -> taker.test(method, request)));
    return rooms.values().stream().anyMatch(room -> !room.isEmpty());
  }
}
