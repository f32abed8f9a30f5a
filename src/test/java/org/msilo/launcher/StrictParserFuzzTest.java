package org.msilo.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import java.text.ParseException;
import java.util.Optional;
import javax.sip.address.SipURI;
import org.msilo.testing.FuzzProperty;
import org.msilo.testing.FuzzSeeds;

/**
 * Bytes are no message, a request that is refused, or one that says the same when it is written and
 * read again.
 */
@FuzzSeeds({
  "MESSAGE sip:bob@localhost SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKa;rport\r\n"
      + "Max-Forwards: 70\r\nFrom: \"A <b>\" <sip:alice@localhost>;tag=1\r\n"
      + "To: <sip:bob@localhost>\r\nCall-ID: a@b\r\nCSeq: 1 MESSAGE\r\n"
      + "Content-Type: text/plain;charset=utf-8\r\nContent-Length: 2\r\n\r\nhi",
  "REGISTER sip:[::1]:5060;lr SIP/2.0\r\nv: SIP/2.0/TCP [::1];branch=z9hG4bKb\r\n"
      + "f: sip:bob@localhost;tag=2\r\nt: sip:bob@localhost\r\ni: c\r\nCSeq: 2 REGISTER\r\n"
      + "m: <sip:bob@192.0.2.1:5060;transport=tcp>;expires=60;q=0.5, *\r\n"
      + "Authorization: Digest username=\"b\", realm=\"r\", nonce=\"n\", uri=\"u\", response=\"0\"\r\n"
      + "Path: <sip:edge;lr>\r\nExpires: 60\r\nl: 0\r\n\r\n",
  "MESSAGE si%70p:bob@h SIP/2.0\r\nVia: SIP/2.0/UDP h;branch=z9hG4bKd\r\nMax-Forwards: 70\r\n"
      + "From: <\u00efip:alice@h>;tag=1\r\nTo: <\u00efip:bob@h>\r\nCall-ID: e\r\n"
      + "CSeq: 1 MESSAGE\r\nContent-Length: 0\r\n\r\n",
  "SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP h;branch=z9hG4bKc\r\nFrom: <sip:a@h>;tag=3\r\n"
      + "To: <sip:b@h>;tag=4\r\nCall-ID: d\r\nCSeq: 3 MESSAGE\r\nContent-Length: 0\r\n\r\n"
})
class StrictParserFuzzTest implements FuzzProperty {
  private static final String SCHEME = "[A-Za-z][A-Za-z0-9+.-]*";

  private final StrictParser parser = new StrictParser();

  @Override
  public void holdsFor(byte[] input) {
    Optional<SIPRequest> request = parsed(input);
    if (request.filter(StrictParserFuzzTest::isAccepted).isEmpty()) {
      return;
    }
    assertThat(request.get().getRequestURI().getScheme()).matches(SCHEME);
    assertThat(request.get().getFrom().getAddress().getURI().getScheme()).matches(SCHEME);
    assertThat(request.get().getTo().getAddress().getURI().getScheme()).matches(SCHEME);
    // Others are answered 416, and what the container would make of them is not sent.
    if (request.get().getRequestURI() instanceof SipURI) {
      isReadTheSameAgain(request.get());
    }
  }

  private void isReadTheSameAgain(SIPRequest first) {
    byte[] written = first.encodeAsBytes("udp");
    SIPRequest again =
        parsed(written).orElseThrow(() -> new AssertionError(new String(written, UTF_8)));
    assertThat(again.getMethod()).isEqualTo(first.getMethod());
    assertThat(again.getCallId().getCallId()).isEqualTo(first.getCallId().getCallId());
    assertThat(again.getCSeq().getSeqNumber()).isEqualTo(first.getCSeq().getSeqNumber());
  }

  private Optional<SIPRequest> parsed(byte[] bytes) {
    try {
      SIPMessage message = parser.parseSIPMessage(bytes.clone(), true, false, null);
      return message instanceof SIPRequest request ? Optional.of(request) : Optional.empty();
    } catch (ParseException e) {
      return Optional.empty();
    }
  }

  /** The container's channels answer those themselves that lack what every request has. */
  private static boolean isAccepted(SIPRequest request) {
    return request.getFrom() != null
        && request.getTo() != null
        && request.getCallId() != null
        && request.getCSeq() != null
        && request.getTopmostVia() != null
        && request.getRequestURI() != null
        && Malformations.in(request).isEmpty();
  }
}
