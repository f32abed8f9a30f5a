package org.msilo.sip;

import java.util.function.Consumer;
import javax.servlet.sip.SipServletRequest;

/**
 * MESSAGEs that msilo sent itself and that a chain led back here: passed on, never kept and never
 * told of; all others go to the next handler. Thread-safe.
 */
final class OwnMessageHandler {
  private final OwnMessages ownMessages;
  private final ForeignHandler foreign;
  private final RelayHandler relay;
  private final Consumer<SipServletRequest> others;

  OwnMessageHandler(
      OwnMessages ownMessages,
      ForeignHandler foreign,
      RelayHandler relay,
      Consumer<SipServletRequest> others) {
    this.ownMessages = ownMessages;
    this.foreign = foreign;
    this.relay = relay;
    this.others = others;
  }

  void handle(SipServletRequest request) {
    if (!ownMessages.contain(request)) {
      others.accept(request);
    } else if (ownMessages.isAsSent(request)) {
      foreign.passOn(request);
    } else {
      // Somebody gave it another target: it is relayed as far as anybody's request would be.
      relay.handle(request);
    }
  }
}
