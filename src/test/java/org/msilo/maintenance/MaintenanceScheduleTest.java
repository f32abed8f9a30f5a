package org.msilo.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;
import static org.msilo.testing.MessageFixtures.NOON;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;
import org.msilo.dump.MailboxDump;
import org.msilo.location.BindingStore;
import org.msilo.location.BoundPage;
import org.msilo.store.MessageStore;
import org.msilo.store.MessageStoreException;
import org.msilo.testing.SettableClock;

/** The scheduled bean, its cycles run by hand. */
class MaintenanceScheduleTest {
  private static final int CLEAN_PERIOD = 5;

  private final SettableClock clock = new SettableClock(NOON);
  private final MessageStore messages = mock(MessageStore.class);
  private final BindingStore bindings = mock(BindingStore.class);
  private final MailboxDump dump = mock(MailboxDump.class);
  private final ScheduledExecutorService thread = mock(ScheduledExecutorService.class);
  private Runnable cycle;

  @BeforeEach
  void start() {
    when(bindings.boundAfter(any(), any(), anyInt()))
        .thenReturn(new BoundPage(List.of(), Optional.empty()));
    new MaintenanceSchedule(
            new MaintenanceSettings(Duration.ofSeconds(30), CLEAN_PERIOD),
            new RetrySweep(messages, bindings, dump, clock),
            new ExpirySweep(messages, bindings, clock),
            thread)
        .start();
    ArgumentCaptor<Runnable> task = ArgumentCaptor.forClass(Runnable.class);
    verify(thread)
        .scheduleWithFixedDelay(task.capture(), eq(0L), eq(30_000L), eq(TimeUnit.MILLISECONDS));
    cycle = task.getValue();
  }

  @Test
  void first_cycle_is_a_full_one() {
    run(1);

    verify(dump).tidyUp();
    verify(messages).dueMailboxes(eq(NOON), anyInt());
    verify(messages).deleteExpired(eq(NOON), anyInt());
    verify(bindings).deleteExpired(eq(NOON), anyInt());
    verify(bindings).boundAfter(any(), eq(NOON), anyInt());
  }

  @Test
  void what_expired_is_removed_every_few_cycles() {
    run(CLEAN_PERIOD);
    verify(messages).deleteExpired(any(), anyInt());
    verify(dump, times(CLEAN_PERIOD)).tidyUp();

    run(1);

    verify(messages, times(2)).deleteExpired(any(), anyInt());
    verify(bindings, times(2)).boundAfter(any(), any(), anyInt());
  }

  @Test
  void sweep_that_was_interrupted_goes_on_in_the_next_cycle() {
    when(messages.deleteExpired(any(), anyInt()))
        .thenAnswer(
            call -> {
              Thread.currentThread().interrupt();
              return call.getArgument(1);
            })
        .thenReturn(0);
    run(1);
    assertThat(Thread.interrupted()).isTrue();

    run(1);
    verify(messages, times(2)).deleteExpired(any(), anyInt());
    run(1);
    verify(messages, times(2)).deleteExpired(any(), anyInt());
  }

  @Test
  void schedule_survives_a_failing_database() {
    when(messages.dueMailboxes(any(), anyInt())).thenThrow(new MessageStoreException("gone"));
    when(messages.deleteExpired(any(), anyInt())).thenThrow(new MessageStoreException("gone"));

    run(CLEAN_PERIOD + 1);

    verify(dump, times(CLEAN_PERIOD + 1)).tidyUp();
    verify(messages, times(2)).deleteExpired(any(), anyInt());
  }

  @Test
  void failing_sweep_does_not_keep_the_others_from_running() {
    when(messages.dueMailboxes(any(), anyInt())).thenThrow(new MessageStoreException("gone"));

    run(1);

    verify(messages).deleteExpired(any(), anyInt());
    verify(bindings).boundAfter(any(), any(), anyInt());
  }

  private void run(int cycles) {
    for (int i = 0; i < cycles; i++) {
      cycle.run();
    }
  }
}
