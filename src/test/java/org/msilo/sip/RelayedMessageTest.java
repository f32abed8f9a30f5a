package org.msilo.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;
import static org.msilo.testing.MessageFixtures.message;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Branches that end, and the one answer the caller gets. */
class RelayedMessageTest {
  private final RelayedMessage relayed =
      new RelayedMessage(mock(SipServletRequest.class), message(1));

  @Test
  void caller_is_answered_by_one_only() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      Callable<Boolean> taker = relayed::take;
      List<Callable<Boolean>> takers = IntStream.range(0, 100).mapToObj(i -> taker).toList();
      int winners = 0;
      for (var taken : threads.invokeAll(takers)) {
        winners += taken.get() ? 1 : 0;
      }
      assertThat(winners).isEqualTo(1);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void nothing_is_known_before_the_last_branch_has_ended() {
    relayed.expect(3, false);

    assertThat(relayed.failed(response(486))).isEmpty();
    assertThat(relayed.failed(response(480))).isEmpty();
    assertThat(relayed.failed(response(503))).isPresent();
  }

  @ParameterizedTest
  @CsvSource({"486, 415, 486", "415, 486, 486", "415, 415, 415", "486, 480, 486", "400, 404, 404"})
  void branch_that_could_take_it_later_outweighs_one_that_cannot(int first, int last, int best) {
    relayed.expect(2, false);
    relayed.failed(response(first));

    assertThat(relayed.failed(response(last)))
        .hasValueSatisfying(r -> assertThat(r.getStatus()).isEqualTo(best));
    assertThat(relayed.best()).hasValueSatisfying(r -> assertThat(r.getStatus()).isEqualTo(best));
  }

  @Test
  void message_that_is_kept_first_and_taken_then_must_go() {
    assertThat(relayed.kept()).isFalse();
    assertThat(relayed.delivered()).isTrue();
  }

  @Test
  void message_that_is_taken_first_and_kept_then_must_go() {
    assertThat(relayed.delivered()).isFalse();
    assertThat(relayed.kept()).isTrue();
  }

  private static SipServletResponse response(int status) {
    SipServletResponse response = mock(SipServletResponse.class);
    when(response.getStatus()).thenReturn(status);
    return response;
  }
}
