package org.msilo.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import gov.nist.javax.sip.stack.DatagramQueuedMessageDispatch;
import java.net.DatagramPacket;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.msilo.launcher.WaitingRooms.Place;

/** Requests that there is no time for wait, and are handed on in order, REGISTERs first. */
class WaitingRoomsTest {
  private final AtomicLong nanos = new AtomicLong();
  private final Set<String> late = new HashSet<>();
  private final List<String> taken = new ArrayList<>();
  private final WaitingRooms rooms = new WaitingRooms(this::take, nanos::get);

  @Test
  void request_that_there_is_time_for_does_not_wait() {
    assertThat(comes("MESSAGE", 1)).isEqualTo(Place.HANDED_ON);
    assertThat(taken).containsExactly("MESSAGE 1");
    assertThat(rooms.handOn()).isFalse();
  }

  @Test
  void request_waits_while_there_is_no_time_for_its_method() {
    late.add("MESSAGE");

    assertThat(comes("MESSAGE", 1)).isEqualTo(Place.FIRST_TO_WAIT);
    assertThat(comes("REGISTER", 2)).isEqualTo(Place.HANDED_ON);
    assertThat(rooms.handOn()).isTrue();
    assertThat(rooms.waiting("MESSAGE")).isEqualTo(1);
    assertThat(rooms.waiting("REGISTER")).isZero();

    late.clear();
    assertThat(rooms.handOn()).isFalse();
    assertThat(taken).containsExactly("REGISTER 2", "MESSAGE 1");
  }

  @Test
  void nobody_overtakes_one_that_waits() {
    late.add("MESSAGE");
    comes("MESSAGE", 1);
    late.clear();

    assertThat(comes("MESSAGE", 2)).isEqualTo(Place.WAITING);
    rooms.handOn();
    assertThat(taken).containsExactly("MESSAGE 1", "MESSAGE 2");
  }

  @Test
  void registers_are_handed_on_before_messages_that_came_earlier() {
    late.addAll(List.of("MESSAGE", "REGISTER"));
    comes("MESSAGE", 1);
    comes("REGISTER", 2);
    late.clear();

    rooms.handOn();

    assertThat(taken).containsExactly("REGISTER 2", "MESSAGE 1");
  }

  @Test
  void message_that_would_wait_too_long_is_left_out_and_a_register_later() {
    late.addAll(List.of("MESSAGE", "REGISTER"));
    for (int i = 0; i < WaitingRoom.LITTLE; i++) {
      comes("MESSAGE", i);
      comes("REGISTER", i);
    }

    nanos.set(WaitingRooms.LONGEST_FOR_MESSAGES.toNanos());
    assertThat(comes("MESSAGE", 1)).isEqualTo(Place.LEFT_OUT);
    assertThat(comes("REGISTER", 1)).isEqualTo(Place.WAITING);

    nanos.set(WaitingRooms.LONGEST_FOR_REGISTERS.toNanos());
    assertThat(comes("REGISTER", 1)).isEqualTo(Place.LEFT_OUT);
  }

  @Test
  void other_requests_do_not_wait_here() {
    assertThat(rooms.areFor("MESSAGE")).isTrue();
    assertThat(rooms.areFor("REGISTER")).isTrue();
    assertThat(rooms.areFor("")).isFalse();
  }

  private boolean take(String method, DatagramQueuedMessageDispatch request) {
    return !late.contains(method) && taken.add(method + " " + request.packet.getLength());
  }

  private Place comes(String method, int length) {
    return rooms.comes(
        method,
        new DatagramPacket(new byte[length], length, new InetSocketAddress("192.0.2.1", 5060)));
  }
}
