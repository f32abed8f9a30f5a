package org.msilo.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.RETURNS_DEEP_STUBS;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.spy;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;
import static org.msilo.testing.MessageFixtures.BOB;
import static org.msilo.testing.MessageFixtures.NOON;
import static org.msilo.testing.MessageFixtures.message;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import javax.servlet.sip.ProxyBranch;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipURI;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;
import org.msilo.dump.Arrivals;
import org.msilo.dump.MailboxDump;
import org.msilo.intake.MessageIntake;
import org.msilo.intake.StoragePolicy;
import org.msilo.notice.SenderNotice;
import org.msilo.store.MessageStoreException;
import org.msilo.testing.InMemoryBindingStore;
import org.msilo.testing.InMemoryMessageStore;
import org.msilo.testing.SettableClock;

/** A phone that takes a relayed MESSAGE after it was given to a store that does not say how. */
class MessageRelayTest {
  private final SettableClock clock = new SettableClock(NOON);
  private final InMemoryMessageStore store = spy(new InMemoryMessageStore(clock));
  private final CompletableFuture<Object> commit = new CompletableFuture<>();
  private final ScheduledExecutorService timer =
      mock(ScheduledExecutorService.class, RETURNS_DEEP_STUBS);
  private final SipServletRequest request = mock(SipServletRequest.class, RETURNS_DEEP_STUBS);
  private final SipServletResponse taken = mock(SipServletResponse.class, RETURNS_DEEP_STUBS);
  private final Forking forking = mock(Forking.class);
  private final MessageRelay relay =
      new MessageRelay(
          mock(SipSettings.class, RETURNS_DEEP_STUBS),
          forking,
          new Mailboxes(
              new InMemoryBindingStore(clock),
              store,
              new MessageIntake(store, new StoragePolicy(Duration.ofDays(3), Optional.empty())),
              mock(MailboxDump.class),
              new Arrivals(),
              Optional.empty()),
          mock(SenderNotice.class),
          timer);

  @BeforeEach
  void message_is_relayed_and_kept_since_nobody_answers() throws Exception {
    SipURI uri = mock(SipURI.class);
    when(uri.clone()).thenReturn(uri);
    when(request.getRequestURI()).thenReturn(uri);
    ProxyBranch branch = mock(ProxyBranch.class);
    when(branch.isStarted()).thenReturn(true);
    when(forking.prepare(any(), any())).thenReturn(List.of(branch));
    doAnswer(
            invocation -> {
              invocation.callRealMethod();
              return commit;
            })
        .when(store)
        .append(any());
    when(taken.getStatus()).thenReturn(StatusCodes.OK);

    relay.relay(request, message(1), List.of());

    var relayed = ArgumentCaptor.forClass(Object.class);
    verify(request.getSession()).setAttribute(anyString(), relayed.capture());
    when(taken.getSession().getAttribute(anyString())).thenReturn(relayed.getValue());
    var limit = ArgumentCaptor.forClass(Runnable.class);
    verify(timer).schedule(limit.capture(), anyLong(), any());
    limit.getValue().run();
  }

  @Test
  void message_taken_after_a_commit_that_was_reported_as_failed_does_not_come_twice() {
    commit.completeExceptionally(new MessageStoreException("the connection broke"));
    relay.accept(taken);

    assertThat(store.hasMail(BOB).join()).isFalse();
  }

  @Test
  void message_taken_before_its_commit_is_reported_as_failed_does_not_come_twice() {
    relay.accept(taken);
    commit.completeExceptionally(new MessageStoreException("the connection broke"));

    assertThat(store.hasMail(BOB).join()).isFalse();
  }

  @Test
  void message_that_nobody_took_waits_however_its_commit_is_reported() {
    commit.completeExceptionally(new MessageStoreException("the connection broke"));

    assertThat(store.hasMail(BOB).join()).isTrue();
  }
}
