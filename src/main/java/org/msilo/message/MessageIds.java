package org.msilo.message;

import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;

/**
 * Makes message ids: 41 bits of milliseconds since 2024, 10 bits of node, 12 bits of counter. They
 * grow strictly even when the clock stands still or jumps back, and across a restart when the last
 * id of before is given. Thread-safe.
 */
public final class MessageIds {
  private static final long EPOCH = Instant.parse("2024-01-01T00:00:00Z").toEpochMilli();
  private static final int COUNTER_BITS = 12;
  private static final int NODE_BITS = 10;

  /** How many nodes there can be; their numbers begin with 0. */
  public static final int NODES = 1 << NODE_BITS;

  /** How many ids one node has for a millisecond. */
  public static final int IDS_A_MILLI = 1 << COUNTER_BITS;

  private final Clock clock;
  private final IntSupplier node;

  /** Milliseconds and counter without the node, so that one addition carries into the next one. */
  private final AtomicLong last;

  /**
   * @param node number of this node, 0 to 1023; another one after it was lost to another node
   * @param lastUsed the greatest id in use; all new ones are greater
   */
  public MessageIds(Clock clock, IntSupplier node, MessageId lastUsed) {
    checked(node.getAsInt());
    this.clock = clock;
    this.node = node;
    long time = lastUsed.value() >>> COUNTER_BITS + NODE_BITS;
    // One past the last millisecond: its counter is then above that of any node.
    this.last = new AtomicLong(lastUsed.value() == 0 ? 0 : time + 1 << COUNTER_BITS);
  }

  public MessageId next() {
    long now = clock.millis() - EPOCH << COUNTER_BITS;
    long moment = last.updateAndGet(previous -> Math.max(previous + 1, now));
    long time = moment >>> COUNTER_BITS;
    long counter = moment & (1 << COUNTER_BITS) - 1;
    return new MessageId((time << NODE_BITS | checked(node.getAsInt())) << COUNTER_BITS | counter);
  }

  private static int checked(int node) {
    if (node < 0 || node >= 1 << NODE_BITS) {
      throw new IllegalArgumentException("node must be 0 to 1023: " + node);
    }
    return node;
  }

  /**
   * The id of a message that was received elsewhere.
   *
   * @param moment when; before 2024 counts as its beginning
   * @param node number that no live node has
   * @param counter order within the millisecond, less than {@link #IDS_A_MILLI}
   */
  public static MessageId at(Instant moment, int node, int counter) {
    long time = Math.max(0, moment.toEpochMilli() - EPOCH);
    return new MessageId((time << NODE_BITS | node) << COUNTER_BITS | counter);
  }
}
