package org.msilo.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.util.List;
import java.util.Set;
import javax.servlet.sip.Address;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.URI;
import org.junit.jupiter.api.Test;
import org.msilo.auth.AddressBlocks;
import org.msilo.limit.LimitCounts;
import org.msilo.limit.TokenBuckets;
import org.msilo.testing.MessageFixtures;
import org.msilo.testing.SettableClock;

/** Whose messages are counted. */
class RequestLimitsTest {
  private static final String FRONT = "10.0.0.1";
  private static final String PHONE = "192.0.2.1";
  private static final String HIDDEN = "sip:anonymous@anonymous.invalid";
  private static final String ALICE = "sip:alice@example.org";
  private static final String BOB = "sip:bob@example.org";

  /** What a rate of one a second lets through after a rest. */
  private static final int BURST = 10;

  private final SettableClock clock = new SettableClock(MessageFixtures.NOON);

  @Test
  void front_says_who_sends_when_from_does_not() throws Exception {
    RequestLimits limits = limits(1, 0);
    assertLetsThrough(limits, BURST, message(FRONT, HIDDEN, ALICE));
    assertTooOften(limits, message(FRONT, HIDDEN, ALICE));
    assertTooOften(limits, message(FRONT, ALICE, BOB));
    assertLetsThrough(limits, BURST, message(FRONT, HIDDEN, BOB));
  }

  @Test
  void anonymous_senders_share_no_rate_behind_a_front_that_knows_none_of_them() throws Exception {
    assertLetsThrough(limits(1, 0), 3 * BURST, message(FRONT, HIDDEN));
  }

  @Test
  void nobody_elses_word_counts() throws Exception {
    RequestLimits limits = limits(1, 0);
    assertLetsThrough(limits, BURST, message(PHONE, HIDDEN, ALICE));
    assertTooOften(limits, message(PHONE, HIDDEN, BOB));
  }

  @Test
  void front_has_no_rate_as_a_source() throws Exception {
    RequestLimits limits = limits(0, 1);
    assertLetsThrough(limits, 3 * BURST, message(FRONT, ALICE));
    assertLetsThrough(limits, BURST, message(PHONE, ALICE));
    assertTooOften(limits, message(PHONE, ALICE));
  }

  private RequestLimits limits(int senderRate, int sourceRate) {
    return new RequestLimits(
        new TokenBuckets(senderRate, clock),
        new TokenBuckets(sourceRate, clock),
        new RequestLimits.Places(
            new AddressBlocks(Set.of("10.0.0.0/8"))::contain, source -> false, source -> false),
        10,
        1000,
        new LimitCounts());
  }

  private static void assertLetsThrough(RequestLimits limits, int times, SipServletRequest request)
      throws BadRequestException {
    for (int i = 0; i < times; i++) {
      limits.check(request);
    }
  }

  private static void assertTooOften(RequestLimits limits, SipServletRequest request) {
    assertThatExceptionOfType(BadRequestException.class)
        .isThrownBy(() -> limits.check(request))
        .satisfies(e -> assertThat(e.status()).isEqualTo(480));
  }

  private static SipServletRequest message(String source, String from, String... asserted)
      throws Exception {
    SipServletRequest request = mock(SipServletRequest.class);
    when(request.getMethod()).thenReturn("MESSAGE");
    when(request.getInitialRemoteAddr()).thenReturn(source);
    when(request.getHeaderNames()).thenAnswer(asked -> List.of().iterator());
    Address sender = address(from);
    when(request.getFrom()).thenReturn(sender);
    List<Address> identities = List.of(asserted).stream().map(RequestLimitsTest::address).toList();
    when(request.getAddressHeaders("P-Asserted-Identity"))
        .thenAnswer(asked -> identities.listIterator());
    return request;
  }

  private static Address address(String uri) {
    Address address = mock(Address.class);
    URI value = mock(URI.class);
    when(value.toString()).thenReturn(uri);
    when(address.getURI()).thenReturn(value);
    return address;
  }
}
