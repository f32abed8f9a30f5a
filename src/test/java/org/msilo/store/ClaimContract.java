package org.msilo.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.msilo.testing.MessageFixtures.ALICE;
import static org.msilo.testing.MessageFixtures.BOB;
import static org.msilo.testing.MessageFixtures.CAROL;
import static org.msilo.testing.MessageFixtures.NOON;
import static org.msilo.testing.MessageFixtures.expiringAt;
import static org.msilo.testing.MessageFixtures.message;
import static org.msilo.testing.MessageFixtures.text;
import static org.msilo.testing.MessageFixtures.withBody;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.msilo.message.AddressOfRecord;
import org.msilo.message.MessageId;
import org.msilo.message.OfflineMessage;

/** What any message store must do for those who deliver from it. */
public interface ClaimContract extends StoreScene {
  @Test
  default void claim_of_a_mailbox_without_mail_is_empty() {
    assertThat(claim(BOB)).isEqualTo(Claim.empty());
    assertThat(store().dueMailboxes(NOON.plus(LONGER_THAN_A_CLAIM), 10)).isEmpty();
  }

  @Test
  default void claim_gets_the_first_in_order_of_receipt() {
    append(message(2));
    append(message(3));
    append(message(1));

    assertThat(claim(BOB)).isEqualTo(new Claim(Claim.Status.CLAIMED, Optional.of(message(1)), 0));
  }

  @Test
  default void claimed_mailbox_is_busy_for_another_node() {
    append(message(1));
    claim(BOB);

    assertThat(otherNode().claim(BOB, true).join()).isEqualTo(Claim.busy());
    assertThat(store().claim(BOB, true).join().status()).isEqualTo(Claim.Status.CLAIMED);
  }

  @Test
  default void lapsed_claim_is_taken_over() {
    append(message(1));
    claim(BOB);
    clock().advance(LONGER_THAN_A_CLAIM);

    assertThat(otherNode().claim(BOB, false).join().first()).hasValue(message(1));
    assertThat(claim(BOB)).isEqualTo(Claim.busy());
  }

  @Test
  default void settlement_keeps_a_claim_alive() {
    Stream.of(1, 2, 3).forEach(i -> append(message(i)));
    claim(BOB);
    clock().advance(Duration.ofSeconds(100));
    settle(1);
    clock().advance(Duration.ofSeconds(100));

    assertThat(otherNode().claim(BOB, true).join()).isEqualTo(Claim.busy());
    assertThat(store().dueMailboxes(clock().instant(), 10)).isEmpty();
  }

  @Test
  default void delivered_messages_go_and_the_next_ones_come_in_order() {
    Stream.of(1, 2, 3).forEach(i -> append(message(i)));
    claim(BOB);

    assertThat(settle(1)).hasValue(message(2));
    assertThat(settle(2)).hasValue(message(3));
    assertThat(settle(3)).isEmpty();
    assertThat(hasMail(BOB)).isFalse();
    assertThat(store().dueMailboxes(NOON.plus(LONGER_THAN_A_CLAIM), 10)).isEmpty();
  }

  @Test
  default void refused_message_does_not_hold_up_those_behind_it() {
    Stream.of(1, 2).forEach(i -> append(message(i)));
    claim(BOB);

    assertThat(refuse(1)).hasValue(message(2));
    assertThat(settle(2)).isEmpty();
    assertThat(claim(BOB)).isEqualTo(Claim.empty());
  }

  @Test
  default void expired_messages_are_skipped() {
    append(message(1));
    append(expiringAt(message(2), NOON.plusSeconds(10)));
    append(message(3));
    claim(BOB);
    clock().advance(Duration.ofSeconds(10));

    assertThat(settle(1)).hasValue(message(3));
  }

  @Test
  default void full_mailbox_is_emptied_in_order_of_receipt() {
    LongStream.rangeClosed(1, 50).forEach(i -> append(message(i)));

    assertThat(claim(BOB).first()).hasValue(message(1));
    LongStream.rangeClosed(1, 49).forEach(i -> assertThat(settle(i)).hasValue(message(i + 1)));
    assertThat(settle(50)).isEmpty();
    assertThat(hasMail(BOB)).isFalse();
  }

  @Test
  default void large_messages_come_in_order_of_receipt_too() {
    LongStream.rangeClosed(1, 5)
        .forEach(i -> append(withBody(message(i), text("x".repeat(10_000)))));
    claim(BOB);

    LongStream.rangeClosed(1, 4)
        .forEach(i -> assertThat(settle(i)).map(OfflineMessage::id).hasValue(new MessageId(i + 1)));
    assertThat(settle(5)).isEmpty();
  }

  @Test
  default void message_removed_while_the_mailbox_is_claimed_does_not_come() {
    Stream.of(1, 2, 3).forEach(i -> append(message(i)));
    claim(BOB);
    store().remove(BOB, new MessageId(2)).join();

    assertThat(settle(1)).hasValue(message(3));
  }

  @Test
  default void nothing_comes_from_a_mailbox_that_another_has_taken_over() {
    Stream.of(1, 2, 3).forEach(i -> append(message(i)));
    claim(BOB);
    settle(1);
    clock().advance(LONGER_THAN_A_CLAIM);
    otherNode().claim(BOB, true).join();

    assertThat(settle(2)).isEmpty();
  }

  @Test
  default void message_that_comes_while_the_mailbox_is_claimed_is_next() {
    append(message(1));
    claim(BOB);
    append(message(2));

    assertThat(settle(1)).hasValue(message(2));
  }

  @Test
  default void message_that_comes_after_the_last_was_settled_is_claimed_anew() {
    append(message(1));
    claim(BOB);
    settle(1);
    append(message(2));

    assertThat(claim(BOB).first()).hasValue(message(2));
  }

  @Test
  default void settlement_of_a_mailbox_that_another_took_over_counts_but_gets_nothing_to_send() {
    Stream.of(1, 2).forEach(i -> append(message(i)));
    claim(BOB);
    clock().advance(LONGER_THAN_A_CLAIM);
    otherNode().claim(BOB, false).join();

    assertThat(settle(1)).isEmpty();
    assertThat(otherNode().settle(Settlement.remove(BOB, new MessageId(1))).join())
        .hasValue(message(2));
  }

  @Test
  default void settling_twice_does_no_harm() {
    Stream.of(1, 2).forEach(i -> append(message(i)));
    claim(BOB);

    assertThat(settle(1)).hasValue(message(2));
    assertThat(settle(1)).hasValue(message(2));
  }

  @Test
  default void paused_mailbox_waits_unless_the_pause_is_cut_short() {
    append(message(1));
    claim(BOB);
    pause(2);

    assertThat(claim(BOB)).isEqualTo(Claim.busy());
    assertThat(store().claim(BOB, true).join())
        .isEqualTo(new Claim(Claim.Status.CLAIMED, Optional.of(message(1)), 2));
  }

  @Test
  default void mailbox_is_due_when_its_pause_is_over() {
    append(message(1));
    claim(BOB);
    pause(1);

    assertThat(store().dueMailboxes(NOON.plus(PAUSE).minusMillis(1), 10)).isEmpty();
    assertThat(store().dueMailboxes(NOON.plus(PAUSE), 10)).containsExactly(BOB);
    clock().advance(PAUSE);
    assertThat(claim(BOB).attempts()).isEqualTo(1);
  }

  @Test
  default void delivery_forgets_failed_attempts() {
    Stream.of(1, 2).forEach(i -> append(message(i)));
    claim(BOB);
    pause(5);
    store().claim(BOB, true).join();
    settle(1);

    assertThat(claim(BOB).attempts()).isZero();
  }

  @Test
  default void release_without_pause_forgets_the_mailbox_but_not_its_mail() {
    append(message(1));
    claim(BOB);
    release();

    assertThat(store().dueMailboxes(NOON.plus(LONGER_THAN_A_CLAIM), 10)).isEmpty();
    assertThat(otherNode().claim(BOB, false).join().first()).hasValue(message(1));
  }

  @Test
  default void claim_of_another_node_is_not_ours_to_release() {
    append(message(1));
    otherNode().claim(BOB, false).join();

    pause(1);
    release();

    assertThat(store().claim(BOB, true).join()).isEqualTo(Claim.busy());
  }

  @Test
  default void mailbox_is_due_when_its_claim_has_lapsed() {
    append(message(1));
    claim(BOB);

    assertThat(store().dueMailboxes(NOON.plusSeconds(60), 10)).isEmpty();
    assertThat(store().dueMailboxes(NOON.plus(LONGER_THAN_A_CLAIM), 10)).containsExactly(BOB);
  }

  @Test
  default void unclaimed_mailbox_is_postponed() {
    append(message(1));
    store().postpone(BOB, NOON.plus(PAUSE)).join();

    assertThat(claim(BOB)).isEqualTo(Claim.busy());
    assertThat(store().dueMailboxes(NOON, 10)).isEmpty();
    assertThat(store().dueMailboxes(NOON.plus(PAUSE), 10)).containsExactly(BOB);
  }

  @Test
  default void claimed_mailbox_is_not_postponed() {
    append(message(1));
    claim(BOB);
    store().postpone(BOB, NOON.plus(PAUSE)).join();

    assertThat(store().dueMailboxes(NOON.plus(PAUSE), 10)).isEmpty();
    assertThat(otherNode().claim(BOB, true).join()).isEqualTo(Claim.busy());
  }

  @Test
  default void due_mailbox_that_turns_out_to_be_empty_is_forgotten() {
    append(message(1));
    store().postpone(BOB, NOON).join();
    store().remove(BOB, new MessageId(1)).join();

    assertThat(claim(BOB)).isEqualTo(Claim.empty());
    assertThat(store().dueMailboxes(NOON.plus(LONGER_THAN_A_CLAIM), 10)).isEmpty();
  }

  @Test
  default void due_mailboxes_come_in_limits_the_longest_due_first() {
    List<AddressOfRecord> mailboxes = List.of(CAROL, ALICE, BOB);
    for (int i = 0; i < mailboxes.size(); i++) {
      append(message(i + 1, mailboxes.get(i)));
      store().postpone(mailboxes.get(i), NOON.plusSeconds(i)).join();
    }

    assertThat(store().dueMailboxes(NOON.plusSeconds(3), 2)).containsExactly(CAROL, ALICE);
    assertThat(store().dueMailboxes(NOON.plusSeconds(3), 10)).containsExactly(CAROL, ALICE, BOB);
  }
}
