package org.msilo.sip;

import javax.servlet.sip.Proxy;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.TooManyHopsException;

/** Requests for other domains: passed on if the operator lets us, else refused. Thread-safe. */
final class ForeignHandler {
  private final SipSettings settings;
  private final LoopMarks loops;
  private final Doorkeeper doorkeeper;

  ForeignHandler(SipSettings settings, LoopMarks loops, Doorkeeper doorkeeper) {
    this.settings = settings;
    this.loops = loops;
    this.doorkeeper = doorkeeper;
  }

  void handle(SipServletRequest request) throws BadRequestException {
    if (!settings.relayForeign()) {
      throw new BadRequestException(
          StatusCodes.FORBIDDEN, "not for our domains: " + request.getMethod());
    }
    doorkeeper.leaving(request, this::passOn);
  }

  /** Passes a request on to where it is addressed, whoever may be there, but not in a circle. */
  void passOn(SipServletRequest request) {
    if (loops.contain(request)) {
      Answers.send(request, StatusCodes.LOOP_DETECTED);
      return;
    }
    if (!SecureWay.leads(request)) {
      Answers.send(request, StatusCodes.TEMPORARILY_UNAVAILABLE);
      return;
    }
    loops.mark(request, request);
    try {
      Proxy proxy = request.getProxy();
      proxy.setRecordRoute(false);
      proxy.setSupervised(false);
      proxy.proxyTo(request.getRequestURI());
    } catch (TooManyHopsException e) {
      Answers.send(request, StatusCodes.TOO_MANY_HOPS);
    }
  }
}
