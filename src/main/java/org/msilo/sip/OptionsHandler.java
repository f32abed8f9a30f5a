package org.msilo.sip;

import javax.servlet.sip.SipServletRequest;
import org.msilo.message.Header;
import org.msilo.message.SipUri;

/** OPTIONS: answered for the server (RFC 3261 11.2), relayed for a user. Thread-safe. */
final class OptionsHandler {
  private final Admission admission;
  private final RelayHandler relay;

  OptionsHandler(Admission admission, RelayHandler relay) {
    this.admission = admission;
    this.relay = relay;
  }

  void handle(SipServletRequest request) {
    try {
      SipUri uri = admission.requestUri(request);
      if (!admission.isLocal(uri) || admission.localUser(uri).isPresent()) {
        relay.handle(request);
        return;
      }
      Answers.send(
          request,
          StatusCodes.OK,
          new Header("Allow", "MESSAGE, REGISTER, OPTIONS"),
          new Header("Accept", "*/*"),
          new Header("Supported", "path, " + Outbound.OPTION_TAG));
    } catch (BadRequestException e) {
      Answers.refuse(request, e);
    }
  }
}
