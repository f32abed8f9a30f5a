package org.msilo.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.msilo.testing.MessageFixtures.ALICE;
import static org.msilo.testing.MessageFixtures.BOB;
import static org.msilo.testing.MessageFixtures.CAROL;
import static org.msilo.testing.MessageFixtures.NOON;
import static org.msilo.testing.MessageFixtures.expiringAt;
import static org.msilo.testing.MessageFixtures.message;
import static org.msilo.testing.MessageFixtures.withOrigin;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.msilo.message.MessageId;
import org.msilo.message.MessageOrigin;
import org.msilo.message.OfflineMessage;

/** What any message store must do; whoever implements one runs these. */
public interface MessageStoreContract extends ClaimContract, RoundTripContract, DeviceContract {
  @Test
  default void message_is_stored_once_however_often_it_comes() {
    OfflineMessage again = withOrigin(message(2), message(1).origin());

    assertThat(append(message(1))).isEqualTo(AppendResult.STORED);
    assertThat(append(message(1))).isEqualTo(AppendResult.DUPLICATE);
    assertThat(append(again)).isEqualTo(AppendResult.DUPLICATE);

    assertThat(claim(BOB).first()).hasValue(message(1));
    assertThat(settle(1)).isEmpty();
  }

  @Test
  default void call_id_cseq_and_from_tag_all_tell_messages_apart() {
    append(withOrigin(message(1), new MessageOrigin("call", 1, "tag")));

    assertThat(append(withOrigin(message(2), new MessageOrigin("call", 2, "tag"))))
        .isEqualTo(AppendResult.STORED);
    assertThat(append(withOrigin(message(3), new MessageOrigin("call", 1, "other"))))
        .isEqualTo(AppendResult.STORED);
    assertThat(append(withOrigin(message(4), new MessageOrigin("Call", 1, "tag"))))
        .isEqualTo(AppendResult.STORED);
    assertThat(append(withOrigin(message(5), new MessageOrigin("call", 1, ""))))
        .isEqualTo(AppendResult.STORED);
  }

  @Test
  default void same_message_to_two_mailboxes_is_stored_in_both() {
    append(message(1, BOB));

    assertThat(append(withOrigin(message(2, CAROL), message(1).origin())))
        .isEqualTo(AppendResult.STORED);
    assertThat(hasMail(BOB)).isTrue();
    assertThat(hasMail(CAROL)).isTrue();
  }

  @Test
  default void refused_message_that_comes_again_stays_refused() {
    append(message(1));
    claim(BOB);
    refuse(1);

    assertThat(append(withOrigin(message(2), message(1).origin())))
        .isEqualTo(AppendResult.DUPLICATE);
    assertThat(hasMail(BOB)).isFalse();
  }

  @Test
  default void mailbox_has_mail_while_something_waits() {
    assertThat(hasMail(BOB)).isFalse();
    append(message(1));
    assertThat(hasMail(BOB)).isTrue();
    assertThat(hasMail(ALICE)).isFalse();
    claim(BOB);
    assertThat(hasMail(BOB)).isTrue();
    settle(1);
    assertThat(hasMail(BOB)).isFalse();
  }

  @Test
  default void expired_message_is_no_mail_swept_or_not() {
    append(expiringAt(message(1), NOON.plusSeconds(10)));
    clock().advance(Duration.ofSeconds(9));
    assertThat(hasMail(BOB)).isTrue();

    clock().advance(Duration.ofSeconds(1));

    assertThat(hasMail(BOB)).isFalse();
    assertThat(claim(BOB).status()).isEqualTo(Claim.Status.EMPTY);
  }

  @Test
  default void expired_messages_are_deleted_in_limits() {
    for (int i = 1; i <= 5; i++) {
      append(expiringAt(message(i), NOON.plusSeconds(10)));
    }
    append(message(6));
    claim(BOB);
    refuse(1);

    assertThat(store().deleteExpired(NOON.plusSeconds(9), 10)).isZero();
    assertThat(store().deleteExpired(NOON.plusSeconds(10), 3)).isEqualTo(3);
    assertThat(store().deleteExpired(NOON.plusSeconds(10), 3)).isEqualTo(2);
    assertThat(store().deleteExpired(NOON.plusSeconds(10), 3)).isZero();
    assertThat(claim(BOB).first()).hasValue(message(6));
  }

  @Test
  default void expired_messages_are_named_unless_they_were_refused() {
    for (int i = 1; i <= 4; i++) {
      append(expiringAt(message(i), NOON.plusSeconds(10)));
    }
    append(message(5));
    claim(BOB);
    refuse(1);

    assertThat(store().takeExpired(NOON.plusSeconds(9), 10).removed()).isZero();
    ExpiredMail expired = store().takeExpired(NOON.plusSeconds(10), 10);
    assertThat(expired.removed()).isEqualTo(4);
    assertThat(expired.undelivered())
        .extracting(message -> message.id().value())
        .containsExactlyInAnyOrder(2L, 3L, 4L);
    assertThat(store().takeExpired(NOON.plusSeconds(10), 10))
        .isEqualTo(new ExpiredMail(0, List.of()));
    assertThat(hasMail(BOB)).isTrue();
  }

  @Test
  default void message_is_removed_from_a_mailbox_that_nobody_has_claimed() {
    Stream.of(1, 2).forEach(i -> append(message(i)));

    store().remove(BOB, new MessageId(1)).join();
    store().remove(BOB, new MessageId(99)).join();

    assertThat(claim(BOB).first()).hasValue(message(2));
  }

  @Test
  default void removal_leaves_a_claim_alone() {
    Stream.of(1, 2).forEach(i -> append(message(i)));
    claim(BOB);

    store().remove(BOB, new MessageId(2)).join();

    assertThat(otherNode().claim(BOB, true).join()).isEqualTo(Claim.busy());
    assertThat(settle(1)).isEmpty();
  }

  @Test
  default void mailboxes_know_nothing_of_each_other() {
    append(message(1, BOB));
    append(message(2, CAROL));
    append(message(3, BOB));
    append(message(4, CAROL));

    assertThat(claim(BOB).first()).hasValue(message(1, BOB));
    assertThat(otherNode().claim(CAROL, false).join().first()).hasValue(message(2, CAROL));
    assertThat(settle(1)).hasValue(message(3, BOB));
    release();
    assertThat(otherNode().settle(Settlement.remove(CAROL, new MessageId(2))).join())
        .hasValue(message(4, CAROL));
    assertThat(hasMail(BOB)).isTrue();
  }
}
