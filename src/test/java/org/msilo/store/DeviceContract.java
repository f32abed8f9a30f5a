package org.msilo.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.msilo.testing.MessageFixtures.ALICE;
import static org.msilo.testing.MessageFixtures.BOB;
import static org.msilo.testing.MessageFixtures.CAROL;
import static org.msilo.testing.MessageFixtures.NOON;
import static org.msilo.testing.MessageFixtures.expiringAt;
import static org.msilo.testing.MessageFixtures.message;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.msilo.message.DeviceId;
import org.msilo.message.MessageId;
import org.msilo.message.OfflineMessage;
import org.msilo.store.DeviceSettlement.Ending;

/** What any store must do that delivers to each device. */
public interface DeviceContract extends StoreScene {
  Duration HORIZON = Duration.ofDays(30);
  DeviceId DESK = new DeviceId("<urn:uuid:desk>");
  DeviceId MOBILE = new DeviceId("<urn:uuid:mobile>");
  DeviceId TABLET = new DeviceId("sip:bob@192.0.2.7");

  /** The mailboxes of {@link #store()} by devices, with that horizon. */
  DeviceMailboxes devices();

  /** The same as the other node sees them. */
  DeviceMailboxes devicesOfOtherNode();

  @Test
  default void each_device_gets_each_message_once_and_then_it_is_gone() {
    waiting(1, 2);
    seen(DESK, MOBILE);

    assertTurn(claimFor(DESK), 1, DESK);
    assertTurn(took(1, DESK, DESK), 2, DESK);
    assertThat(took(2, DESK, DESK).first()).isEmpty();
    assertThat(hasMail(BOB)).as("for the mobile").isTrue();
    assertThat(claimFor(DESK).first()).isEmpty();

    assertTurn(claimFor(MOBILE), 1, MOBILE);
    assertTurn(took(1, MOBILE, MOBILE), 2, MOBILE);
    assertThat(took(2, MOBILE, MOBILE).first()).isEmpty();
    assertThat(hasMail(BOB)).isFalse();
    assertThat(store().deleteExpired(NOON.plus(HORIZON), 10)).as("nothing is left").isZero();
  }

  @Test
  default void devices_that_are_there_get_a_message_one_after_the_other() {
    waiting(1, 2);
    seen(DESK, MOBILE);

    assertTurn(claimFor(DESK, MOBILE), 1, DESK);
    assertTurn(took(1, DESK, DESK, MOBILE), 1, MOBILE);
    assertTurn(took(1, MOBILE, DESK, MOBILE), 2, DESK);
  }

  @Test
  default void more_messages_than_are_read_at_once_come_in_order_to_each_device() {
    int messages = 40;
    waiting(LongStream.rangeClosed(1, messages).toArray());
    seen(DESK, MOBILE);

    Claim next = claimFor(DESK, MOBILE);
    for (int number = 1; number <= messages; number++) {
      assertTurn(next, number, DESK);
      assertTurn(took(number, DESK, DESK, MOBILE), number, MOBILE);
      next = took(number, MOBILE, DESK, MOBILE);
    }
    assertThat(next.first()).isEmpty();
    assertThat(hasMail(BOB)).isFalse();
  }

  @Test
  default void device_that_has_gone_meanwhile_has_no_turn() {
    waiting(1, 2);
    seen(DESK, MOBILE);
    claimFor(DESK, MOBILE);

    assertTurn(took(1, DESK, DESK), 2, DESK);
  }

  @Test
  default void device_that_comes_meanwhile_gets_all_from_the_first_on() {
    waiting(1, 2);
    seen(DESK, MOBILE);
    claimFor(DESK);

    assertTurn(took(1, DESK, DESK, MOBILE), 1, MOBILE);
    assertTurn(took(1, MOBILE, DESK, MOBILE), 2, DESK);
    assertTurn(took(2, DESK, DESK, MOBILE), 2, MOBILE);
  }

  @Test
  default void order_holds_for_each_device_though_one_is_behind() {
    waiting(1);
    seen(DESK, MOBILE);
    claimFor(DESK);
    took(1, DESK, DESK);
    append(message(2));

    assertTurn(claimFor(DESK, MOBILE), 1, MOBILE);
    assertTurn(took(1, MOBILE, DESK, MOBILE), 2, DESK);
  }

  @Test
  default void message_of_an_earlier_id_that_comes_late_is_not_passed_over() {
    waiting(2);
    seen(DESK, MOBILE);
    claimFor(DESK);
    took(2, DESK, DESK);
    append(message(1));

    assertTurn(claimFor(DESK), 1, DESK);
  }

  @Test
  default void device_that_is_new_gets_what_still_waits() {
    waiting(1);
    seen(DESK, MOBILE);
    claimFor(DESK);
    took(1, DESK, DESK);

    seen(TABLET);

    assertTurn(claimFor(TABLET), 1, TABLET);
    took(1, TABLET, TABLET);
    claimFor(MOBILE);
    took(1, MOBILE, MOBILE);
    assertThat(hasMail(BOB)).isFalse();
  }

  @Test
  default void device_that_is_there_counts_though_nobody_saw_it_register() {
    waiting(1);
    seen(DESK);

    claimFor(DESK, TABLET);

    assertTurn(took(1, DESK, DESK, TABLET), 1, TABLET);
    assertThat(devices().hasSeveralDevices(BOB).join()).isTrue();
  }

  @Test
  default void device_beyond_the_horizon_holds_nothing_up() {
    seen(MOBILE);
    clock().advance(HORIZON);
    seen(DESK);
    append(expiringLate(1));

    assertThat(devices().hasSeveralDevices(BOB).join()).isFalse();
    claimFor(DESK);
    took(1, DESK, DESK);
    assertThat(hasMail(BOB)).isFalse();
  }

  @Test
  default void device_that_was_seen_just_within_the_horizon_counts() {
    seen(MOBILE);
    clock().advance(HORIZON.minusMillis(1));
    seen(DESK);

    assertThat(devices().hasSeveralDevices(BOB).join()).isTrue();
  }

  @Test
  default void devices_of_one_address_are_not_those_of_another() {
    seen(DESK);
    devices().seen(CAROL, List.of(MOBILE)).join();

    assertThat(devices().hasSeveralDevices(BOB).join()).isFalse();
    assertThat(devices().hasSeveralDevices(CAROL).join()).isFalse();
    assertThat(devices().hasSeveralDevices(ALICE).join()).isFalse();
  }

  @Test
  default void refusal_of_one_device_is_its_own() {
    waiting(1, 2);
    seen(DESK, MOBILE);
    claimFor(DESK, MOBILE);

    Claim next = settleFor(Ending.REFUSED, 1, DESK, DESK, MOBILE);

    assertTurn(next, 1, MOBILE);
    assertThat(next.refused()).isFalse();
    next = took(1, MOBILE, DESK, MOBILE);
    assertThat(next.refused()).isFalse();
    assertTurn(next, 2, DESK);
    assertThat(store().takeExpired(NOON.plus(HORIZON), 10).removed()).as("1 is gone").isOne();
  }

  @Test
  default void message_that_each_device_refused_is_kept_and_no_mail_any_more() {
    waiting(1);
    seen(DESK, MOBILE);
    claimFor(DESK, MOBILE);
    settleFor(Ending.REFUSED, 1, DESK, DESK, MOBILE);

    Claim last = settleFor(Ending.REFUSED, 1, MOBILE, DESK, MOBILE);

    assertThat(last.refused()).isTrue();
    assertThat(last.first()).isEmpty();
    assertThat(hasMail(BOB)).isFalse();
    assertThat(store().takeExpired(NOON.plus(HORIZON), 10))
        .isEqualTo(new ExpiredMail(1, List.of()));
  }

  @Test
  default void message_that_its_user_declined_is_gone_for_all_devices() {
    waiting(1, 2);
    seen(DESK, MOBILE);
    claimFor(DESK, MOBILE);
    took(1, DESK, DESK, MOBILE);

    assertTurn(settleFor(Ending.DECLINED, 1, MOBILE, DESK, MOBILE), 2, DESK);
  }

  @Test
  default void device_that_failed_is_spared_and_the_others_are_not() {
    waiting(1, 2);
    seen(DESK, MOBILE);
    claimFor(DESK, MOBILE);

    assertTurn(failed(1, DESK, 1, DESK, MOBILE), 1, MOBILE);
    assertTurn(took(1, MOBILE, DESK, MOBILE), 2, MOBILE);
    assertThat(took(2, MOBILE, DESK, MOBILE).first()).isEmpty();
    assertThat(store().dueMailboxes(NOON.plus(PAUSE).minusMillis(1), 10)).isEmpty();
    assertThat(store().dueMailboxes(NOON.plus(PAUSE), 10)).containsExactly(BOB);

    append(message(3));
    assertTurn(claimFor(DESK, MOBILE), 3, MOBILE);
    took(3, MOBILE, DESK, MOBILE);
    clock().advance(PAUSE);
    Claim again = claimFor(DESK, MOBILE);
    assertTurn(again, 1, DESK);
    assertThat(again.attempts()).isEqualTo(1);
  }

  @Test
  default void register_ends_the_pause_of_its_device() {
    waiting(1);
    seen(DESK, MOBILE);
    claimFor(DESK);
    failed(1, DESK, 3, DESK);
    assertThat(claimFor(DESK).first()).isEmpty();

    seen(DESK);

    assertTurn(claimFor(DESK), 1, DESK);
    assertThat(claimFor(DESK).attempts()).isZero();
  }

  @Test
  default void delivery_makes_a_device_reliable_again() {
    waiting(1, 2);
    seen(DESK, MOBILE);
    claimFor(DESK);
    failed(1, DESK, 3, DESK);
    clock().advance(PAUSE);
    assertThat(claimFor(DESK).attempts()).isEqualTo(3);

    assertThat(took(1, DESK, DESK).attempts()).isZero();
  }

  @Test
  default void late_success_counts_without_a_claim() {
    waiting(1);
    seen(DESK, MOBILE);
    devices().taken(BOB, new MessageId(1), DESK).join();
    assertTurn(claimFor(DESK, MOBILE), 1, MOBILE);

    devices().taken(BOB, new MessageId(1), MOBILE).join();
    devices().taken(BOB, new MessageId(1), MOBILE).join();

    assertThat(hasMail(BOB)).isFalse();
  }

  @Test
  default void late_success_ends_the_turn_that_was_to_come() {
    waiting(1, 2);
    seen(DESK, MOBILE);
    claimFor(DESK, MOBILE);

    devices().taken(BOB, new MessageId(1), MOBILE).join();

    assertTurn(took(1, DESK, DESK, MOBILE), 2, DESK);
  }

  @Test
  default void mailbox_of_another_node_is_busy_for_devices_too() {
    waiting(1);
    seen(DESK, MOBILE);
    claimFor(DESK);

    assertThat(devicesOfOtherNode().claim(BOB, List.of(MOBILE)).join()).isEqualTo(Claim.busy());
    clock().advance(LONGER_THAN_A_CLAIM);
    assertTurn(devicesOfOtherNode().claim(BOB, List.of(MOBILE)).join(), 1, MOBILE);
    assertThat(took(1, DESK, DESK)).as("counts, with nothing to send").isEqualTo(Claim.busy());
    assertThat(devicesOfOtherNode().settle(settlement(Ending.TAKEN, 1, MOBILE, 0, MOBILE)).join())
        .returns(Optional.empty(), Claim::first);
    assertThat(hasMail(BOB)).isFalse();
  }

  @Test
  default void message_that_some_device_took_did_not_expire_undelivered() {
    waiting(1, 2);
    seen(DESK, MOBILE);
    claimFor(DESK);
    took(1, DESK, DESK);

    assertThat(store().takeExpired(NOON.plus(HORIZON), 10))
        .isEqualTo(new ExpiredMail(2, List.of(message(2))));
  }

  @Test
  default void devices_are_forgotten_after_the_horizon() {
    seen(DESK);
    clock().advance(Duration.ofDays(1));
    seen(MOBILE);

    assertThat(devices().forget(NOON.plus(HORIZON).minusMillis(1), 10)).isZero();
    assertThat(devices().forget(NOON.plus(HORIZON), 10)).isEqualTo(1);
    assertThat(devices().forget(NOON.plus(HORIZON), 10)).isZero();
    assertThat(devices().forget(NOON.plus(HORIZON).plus(HORIZON), 10)).isEqualTo(1);
  }

  private static OfflineMessage expiringLate(long number) {
    return expiringAt(message(number), NOON.plus(HORIZON).plus(HORIZON));
  }

  private void waiting(long... numbers) {
    LongStream.of(numbers).forEach(number -> append(message(number)));
  }

  private void seen(DeviceId... devices) {
    devices().seen(BOB, List.of(devices)).join();
  }

  private Claim claimFor(DeviceId... online) {
    return devices().claim(BOB, List.of(online)).join();
  }

  private Claim took(long message, DeviceId device, DeviceId... online) {
    return settleFor(Ending.TAKEN, message, device, online);
  }

  private Claim failed(long message, DeviceId device, int rounds, DeviceId... online) {
    return devices().settle(settlement(Ending.FAILED, message, device, rounds, online)).join();
  }

  private Claim settleFor(Ending ending, long message, DeviceId device, DeviceId... online) {
    return devices().settle(settlement(ending, message, device, 0, online)).join();
  }

  private DeviceSettlement settlement(
      Ending ending, long message, DeviceId device, int rounds, DeviceId... online) {
    int status =
        switch (ending) {
          case TAKEN -> 200;
          case REFUSED -> 415;
          case DECLINED -> 603;
          case FAILED -> 480;
        };
    return new DeviceSettlement(
        BOB,
        device,
        ending,
        new Attempt(new MessageId(message), 1, new Answer(status, "so")),
        rounds,
        ending == Ending.FAILED ? Optional.of(clock().instant().plus(PAUSE)) : Optional.empty(),
        List.of(online));
  }

  private static void assertTurn(Claim claim, long message, DeviceId device) {
    assertThat(claim.first()).map(first -> first.id().value()).hasValue(message);
    assertThat(claim.device()).hasValue(device);
  }
}
