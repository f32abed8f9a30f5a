package org.msilo.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import gov.nist.javax.sip.stack.DatagramQueuedMessageDispatch;
import java.net.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Requests wait in order, not for too long, and leave room for those of others. */
class WaitingRoomTest {
  private static final Duration LONGEST = Duration.ofMillis(250);
  private static final int LARGE = 60_000;
  private static final int LARGE_FIT = (WaitingRoom.BYTES + LARGE - 1) / LARGE;

  private final AtomicLong nanos = new AtomicLong();
  private final WaitingRoom room = new WaitingRoom(LONGEST, nanos::get);

  @Test
  void what_waits_is_handed_on_in_order_until_one_is_not_taken() {
    List<Integer> lengths = new ArrayList<>();
    come("192.0.2.1", 1);
    come("192.0.2.2", 2);
    come("192.0.2.1", 3);

    room.handOn(datagram -> datagram.packet.getLength() < 3 && add(lengths, datagram));
    assertThat(lengths).containsExactly(1, 2);
    assertThat(room.isEmpty()).isFalse();

    room.handOn(datagram -> add(lengths, datagram));
    assertThat(lengths).containsExactly(1, 2, 3);
    assertThat(room.isEmpty()).isTrue();
  }

  @Test
  void nobody_comes_in_behind_one_that_has_waited_for_long() {
    fill("192.0.2.1", WaitingRoom.LITTLE);
    nanos.addAndGet(LONGEST.toNanos() - 1);
    assertThat(come("192.0.2.1", 1)).isTrue();

    nanos.incrementAndGet();

    assertThat(come("192.0.2.1", 1)).isFalse();
  }

  @Test
  void addresses_with_little_in_it_wait_half_as_long_again_at_most() {
    fill("192.0.2.1", WaitingRoom.LITTLE);
    nanos.addAndGet(LONGEST.toNanos());
    assertThat(come("192.0.2.2", 1)).isTrue();
    fill("192.0.2.2", WaitingRoom.LITTLE - 1);
    assertThat(come("192.0.2.2", 1)).isFalse();

    nanos.addAndGet(LONGEST.toNanos() / 2);

    assertThat(come("192.0.2.3", 1)).isFalse();
  }

  @Test
  void bytes_have_a_bound_and_half_as_much_again_for_others() {
    assertThat(fillUp("192.0.2.1")).isEqualTo(LARGE_FIT);

    int more = 0;
    for (int host = 2; fillUp("192.0.2." + host) > 0; host++) {
      more += WaitingRoom.LITTLE;
    }
    assertThat(more).isBetween(LARGE_FIT / 2, LARGE_FIT / 2 + WaitingRoom.LITTLE);
  }

  @Test
  void there_is_room_again_when_all_have_gone() {
    fillUp("192.0.2.1");
    nanos.addAndGet(LONGEST.toNanos());
    room.handOn(datagram -> true);

    assertThat(room.isEmpty()).isTrue();
    assertThat(fillUp("192.0.2.1")).isEqualTo(LARGE_FIT);
  }

  private static boolean add(List<Integer> lengths, DatagramQueuedMessageDispatch datagram) {
    return lengths.add(datagram.packet.getLength());
  }

  private int fillUp(String source) {
    int taken = 0;
    while (come(source, LARGE)) {
      taken++;
    }
    return taken;
  }

  private void fill(String source, int count) {
    for (int i = 0; i < count; i++) {
      assertThat(come(source, 1)).isTrue();
    }
  }

  /** Whether it found room. */
  private boolean come(String source, int length) {
    InetSocketAddress address = new InetSocketAddress(source, 5060);
    InetAddress host = address.getAddress();
    boolean room = this.room.hasRoomFor(host);
    if (room) {
      this.room.add(
          new DatagramQueuedMessageDispatch(
              new DatagramPacket(new byte[length], length, address), 0));
    }
    return room;
  }
}
