package org.msilo.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import gov.nist.javax.sip.message.SIPRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Copies of an answered request get its response, for as long as there may be any. */
class AnsweredRequestsTest {
  private static final byte[] RESPONSE = "SIP/2.0 202 Accepted".getBytes(StandardCharsets.UTF_8);
  private static final String VIA = "SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK-1";
  private static final String SOURCE = "192.0.2.1";

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE);
  private final AnsweredRequests answered = new AnsweredRequests(nanos::get, 1 << 20);

  @Test
  void a_response_is_found_until_timer_j_is_over_and_no_longer_than_needed() {
    answered.keep("a", RESPONSE);
    pass(Duration.ofSeconds(3));
    answered.keep("b", RESPONSE);

    pass(Duration.ofSeconds(32));
    assertThat(answered.find("b")).contains(RESPONSE);

    pass(Duration.ofSeconds(1));
    assertThat(answered.find("a")).as("a branch that is used again").isEmpty();
  }

  @Test
  void each_is_found_for_as_long_while_others_come() {
    for (int second = 0; second < 100; second++) {
      answered.keep("request " + second, RESPONSE);
      pass(Duration.ofSeconds(1));
      int eldest = Math.max(0, second - 31);
      for (int earlier = eldest; earlier <= second; earlier++) {
        assertThat(answered.find("request " + earlier)).as("%s at %s", earlier, second).isPresent();
      }
      assertThat(answered.find("request " + (second - 36))).isEmpty();
    }
  }

  @Test
  void the_oldest_are_forgotten_if_there_are_too_many() {
    byte[] large = new byte[1 << 10];
    for (int i = 0; i < 2_000; i++) {
      answered.keep("request " + i, large);
    }

    assertThat(answered.find("request 0")).isEmpty();
    assertThat(answered.find("request 1999")).contains(large);
    assertThat(answered.find("request 1500")).contains(large);
  }

  @Test
  void what_was_never_answered_has_no_response() {
    assertThat(answered.find("a")).isEmpty();
  }

  @Test
  void copies_have_the_branch_in_any_case() throws Exception {
    assertThat(key("MESSAGE", VIA, SOURCE))
        .isPresent()
        .isEqualTo(key("MESSAGE", VIA.replace("z9hG4bK", "Z9HG4BK"), SOURCE));
  }

  @Test
  void another_method_sender_or_address_is_another_request() throws Exception {
    Optional<String> key = key("MESSAGE", VIA, SOURCE);

    assertThat(key("REGISTER", VIA, SOURCE)).isPresent().isNotEqualTo(key);
    assertThat(key("MESSAGE", VIA.replace(":5060", ":5062"), SOURCE)).isPresent().isNotEqualTo(key);
    assertThat(key("MESSAGE", VIA + "2", SOURCE)).isPresent().isNotEqualTo(key);
    assertThat(key("MESSAGE", VIA, "192.0.2.2")).isPresent().isNotEqualTo(key);
  }

  @Test
  void what_cannot_be_told_apart_or_is_answered_elsewhere_is_left_to_the_stack() throws Exception {
    assertThat(key("MESSAGE", "SIP/2.0/UDP 192.0.2.1:5060;branch=1", SOURCE)).isEmpty();
    assertThat(key("MESSAGE", "SIP/2.0/UDP 192.0.2.1:5060", SOURCE)).isEmpty();
    assertThat(key("MESSAGE", VIA + ";maddr=192.0.2.9", SOURCE)).isEmpty();
    SIPRequest toItself = request("MESSAGE", VIA);
    assertThat(AnsweredRequests.keyOf(toItself)).isEmpty();
  }

  @Test
  void another_call_or_cseq_with_the_same_branch_is_another_request() throws Exception {
    Optional<String> key = key("MESSAGE", VIA, SOURCE);
    SIPRequest otherCall = request("MESSAGE", VIA);
    SIPRequest otherNumber = request("MESSAGE", VIA);
    otherCall.getCallId().setCallId("2");
    otherNumber.getCSeq().setSeqNumber(2);

    assertThat(keyFrom(SOURCE, otherCall)).isPresent().isNotEqualTo(key);
    assertThat(keyFrom(SOURCE, otherNumber)).isPresent().isNotEqualTo(key);
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  private static Optional<String> key(String method, String via, String source)
      throws ParseException, UnknownHostException {
    return keyFrom(source, request(method, via));
  }

  private static Optional<String> keyFrom(String source, SIPRequest request)
      throws UnknownHostException {
    request.setPeerPacketSourceAddress(InetAddress.getByName(source));
    return AnsweredRequests.keyOf(request);
  }

  private static SIPRequest request(String method, String via) throws ParseException {
    byte[] text = RequestText.of(method, via).getBytes(StandardCharsets.UTF_8);
    return (SIPRequest) new StrictParser().parseSIPMessage(text, true, false, null);
  }
}
