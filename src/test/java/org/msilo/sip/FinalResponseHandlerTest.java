package org.msilo.sip;

import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;
import static org.msilo.testing.MessageFixtures.BOB;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.msilo.dump.DeliveryResult;
import org.msilo.dump.MailboxDump;
import org.msilo.message.DeviceId;
import org.msilo.message.MessageId;
import org.msilo.metrics.Meters;

/** The way from a response back to the message it answers. */
class FinalResponseHandlerTest {
  private static final DeviceId DESK = new DeviceId("<urn:uuid:desk>");

  private final MailboxDump dump = mock(MailboxDump.class);
  private final FinalResponseHandler handler =
      new FinalResponseHandler(dump, mock(RegistrarSide.class), Meters.none());

  static Stream<Arguments> retry_after_is_read_without_comment_and_parameters() {
    return Stream.of(
        Arguments.of(null, Optional.empty()),
        Arguments.of("120", Optional.of(Duration.ofSeconds(120))),
        Arguments.of(" 18000;duration=3600", Optional.of(Duration.ofSeconds(18_000))),
        Arguments.of("120 (I'm in a meeting)", Optional.of(Duration.ofSeconds(120))),
        Arguments.of("soon", Optional.empty()),
        Arguments.of("", Optional.empty()));
  }

  @ParameterizedTest
  @MethodSource
  void retry_after_is_read_without_comment_and_parameters(
      String header, Optional<Duration> retryAfter) {
    handler.handle(response(486, header, new SentMessage(BOB, new MessageId(7), DESK, 0)));

    verify(dump)
        .concluded(
            BOB,
            new MessageId(7),
            Optional.of(DESK),
            new DeliveryResult(DeliveryResult.Outcome.TRY_LATER, 486, "Well", retryAfter));
  }

  @Test
  void success_is_told_to_the_dump() {
    handler.handle(response(200, null, new SentMessage(BOB, new MessageId(7), DESK, 0)));

    verify(dump)
        .concluded(
            BOB,
            new MessageId(7),
            Optional.of(DESK),
            new DeliveryResult(DeliveryResult.Outcome.DELIVERED, 200, "Well", Optional.empty()));
  }

  @Test
  void response_to_a_notice_is_nobodys_business() {
    handler.handle(response(200, null, null));

    verifyNoInteractions(dump);
  }

  private static SipServletResponse response(int status, String retryAfter, SentMessage sent) {
    SipSession session = mock(SipSession.class);
    when(session.getAttribute(SentMessage.ATTRIBUTE)).thenReturn(sent);
    SipServletResponse response = mock(SipServletResponse.class);
    when(response.getSession()).thenReturn(session);
    when(response.getStatus()).thenReturn(status);
    when(response.getReasonPhrase()).thenReturn("Well");
    when(response.getHeader("Retry-After")).thenReturn(retryAfter);
    return response;
  }
}
