package org.msilo.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.stack.SIPStackTimerTask;
import gov.nist.javax.sip.stack.timers.DefaultSipTimer;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read, and what need not be. */
class StrictParserTest {
  private final StrictParser parser = new StrictParser();

  @Test
  void request_of_a_transaction_that_ends_is_not_read_again() {
    assertThat(onTheTimer(request("MESSAGE"))).isEmpty();
    assertThat(onTheTimer(request("INVITE"))).isPresent();
  }

  @Test
  void request_that_somebody_else_asks_for_is_read_again() {
    assertThat(read(request("MESSAGE"))).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"SIP/2.0", "sip/2.0", "SIP/2.0 ", "SIP/2.0\t"})
  void version_is_the_last_word_of_the_request_line(String version) {
    assertThat(unparsed("MESSAGE", version)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"SIP/7.0", "SIP/2.1"})
  void another_version_is_kept_for_the_answer(String version) {
    assertThat(unparsed("MESSAGE", version)).isTrue();
  }

  private boolean unparsed(String method, String version) {
    String text = request(method).replaceFirst("SIP/2.0", version);
    return read(text).orElseThrow().getUnrecognizedHeaders().hasNext();
  }

  private Optional<SIPMessage> onTheTimer(String text) {
    DefaultSipTimer timer = new DefaultSipTimer();
    timer.start(null, null);
    try {
      CompletableFuture<Optional<SIPMessage>> result = new CompletableFuture<>();
      timer.schedule(
          new SIPStackTimerTask() {
            @Override
            public void runTask() {
              result.complete(read(text));
            }

            @Override
            public Object getThreadHash() {
              return null;
            }
          },
          0);
      return result.join();
    } finally {
      timer.stop();
    }
  }

  private Optional<SIPMessage> read(String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return Optional.ofNullable(parser.parseSIPMessage(bytes, true, false, null));
    } catch (ParseException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  private static String request(String method) {
    return RequestText.of(method, "SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK1");
  }
}
