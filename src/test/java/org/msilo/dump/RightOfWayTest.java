package org.msilo.dump;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.msilo.dump.DeliveryResult.Outcome;

/** Mail goes out on threads of its own and gives way to requests. */
class RightOfWayTest extends DumpScene {
  // Made by settings(), which the scene calls before the fields of this class are set.
  private Deque<Runnable> mail;
  private List<String> log;
  private AtomicBoolean late;

  @Override
  DumpSettings settings() {
    mail = new ArrayDeque<>();
    log = new ArrayList<>();
    late = new AtomicBoolean();
    return new DumpSettings(new RetryPause(FIRST_PAUSE), Optional.empty(), rightOfWay());
  }

  private RightOfWay rightOfWay() {
    return new RightOfWay(mail::add, late::get, nanos -> log.add("waited " + nanos));
  }

  @Test
  void whoever_brings_the_reason_does_not_send() {
    register(DESK);
    assertThat(sender.log()).isEmpty();
    mail.remove().run();
    assertThat(sender.texts()).containsExactly("1");

    answer(Outcome.DELIVERED);
    assertThat(sender.texts()).containsExactly("1");
    mail.remove().run();
    assertThat(sender.texts()).containsExactly("1", "2");
  }

  @Test
  void each_step_waits_for_a_moment_while_requests_are_late_and_is_done_then() {
    RightOfWay requests = rightOfWay();
    requests.execute(() -> log.add("first"));
    requests.execute(() -> log.add("second"));
    requests.execute(() -> log.add("third"));

    mail.remove().run();
    late.set(true);
    mail.remove().run();
    late.set(false);
    mail.remove().run();

    assertThat(log)
        .containsExactly("first", "waited " + RightOfWay.MOMENT.toNanos(), "second", "third");
  }

  @Test
  void whole_mailbox_goes_out_while_requests_are_late() {
    late.set(true);
    register(DESK);
    for (int sent = 1; sent <= 3; sent++) {
      mail.remove().run();
      answer(Outcome.DELIVERED);
    }
    mail.remove().run();

    assertThat(sender.texts()).containsExactly("1", "2", "3");
    assertThat(waits()).isFalse();
    assertThat(dump.isIdle()).isTrue();
    assertThat(log).hasSize(4);
  }
}
