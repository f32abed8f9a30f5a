package org.msilo.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.ArgumentMatchers.matches;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.servlet.sip.SipApplicationSession;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.msilo.limit.LimitCounts;
import org.msilo.limit.TokenBuckets;
import org.msilo.metrics.Meters;

/** Requests are let in while the application runs, and always answered. */
class GateTest {
  private final SipServletRequest request = mock(SipServletRequest.class);
  private final SipServletResponse response = mock(SipServletResponse.class);
  private final List<SipServletRequest> admitted = new ArrayList<>();
  private final AtomicBoolean tooMany = new AtomicBoolean();
  private final Gate gate =
      new Gate(
          new RequestLimits(
              new TokenBuckets(0, Clock.systemUTC()),
              new TokenBuckets(0, Clock.systemUTC()),
              RequestLimits.Places.alike(),
              10,
              1000,
              new LimitCounts()),
          method -> tooMany.get(),
          Meters.none());

  @BeforeEach
  void every_request_can_be_answered() {
    when(request.getMethod()).thenReturn("MESSAGE");
    when(request.getHeaderNames()).thenAnswer(asked -> List.of().iterator());
    when(request.createResponse(anyInt())).thenReturn(response);
    when(request.getApplicationSession()).thenReturn(mock(SipApplicationSession.class));
  }

  @Test
  void gate_is_closed_at_first_and_answers_503_with_retry_after() throws IOException {
    gate.admit(request, admitted::add);

    assertThat(admitted).isEmpty();
    verify(request).createResponse(503);
    verify(response).addHeader(eq("Retry-After"), anyString());
    verify(response).send();
  }

  @Test
  void open_gate_lets_requests_in() {
    gate.open();
    gate.admit(request, admitted::add);

    assertThat(admitted).containsExactly(request);
    verify(request, never()).createResponse(anyInt());
  }

  @Test
  void what_is_too_much_is_answered_503_before_a_handler_sees_it() throws IOException {
    when(request.isInitial()).thenReturn(true);
    tooMany.set(true);
    gate.open();
    gate.admit(request, admitted::add);

    assertThat(admitted).isEmpty();
    verify(request).createResponse(503);
    verify(response).addHeader(eq("Retry-After"), matches("[5-9]|10"));
    verify(response).send();
  }

  @Test
  void gate_that_closes_again_answers_503() {
    gate.open();
    gate.close();
    gate.admit(request, admitted::add);

    assertThat(admitted).isEmpty();
    verify(request).createResponse(503);
  }

  @Test
  void request_that_had_to_wait_goes_on_without_being_counted_again() {
    Gate strict =
        new Gate(
            new RequestLimits(
                new TokenBuckets(0, Clock.systemUTC()),
                new TokenBuckets(0, Clock.systemUTC()),
                RequestLimits.Places.alike(),
                -1,
                1000,
                new LimitCounts()),
            method -> true,
            Meters.none());
    strict.resume(request, admitted::add);
    assertThat(admitted).isEmpty();
    verify(request).createResponse(503);

    strict.open();
    strict.resume(request, admitted::add);
    assertThat(admitted).containsExactly(request);
  }

  @Test
  void failing_handler_is_answered_500() throws IOException {
    gate.open();
    gate.admit(
        request,
        r -> {
          throw new IllegalStateException("expected by this test");
        });

    verify(request).createResponse(500);
    verify(response).send();
  }

  @Test
  void answer_that_cannot_be_sent_is_lost_and_nothing_else() throws IOException {
    doThrow(new IOException("no route")).when(response).send();

    assertThatCode(() -> gate.admit(request, admitted::add)).doesNotThrowAnyException();
  }

  @Test
  void failing_handler_that_has_answered_is_no_second_failure() {
    when(request.getHeaderNames()).thenAnswer(asked -> List.of().iterator());
    when(request.createResponse(500)).thenThrow(new IllegalStateException("answered already"));
    gate.open();

    assertThatCode(
            () ->
                gate.admit(
                    request,
                    r -> {
                      throw new IllegalStateException("expected by this test");
                    }))
        .doesNotThrowAnyException();
  }
}
