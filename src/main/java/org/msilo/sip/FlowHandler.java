package org.msilo.sip;

import java.util.List;
import java.util.Optional;
import javax.servlet.sip.SipServletRequest;
import org.msilo.location.Connections;
import org.msilo.sip.FlowTokens.FlowToken;

/**
 * Requests that another node has decided about and that go on by a connection which this node has:
 * passed on, whatever they are, and never kept here. Runs on SIP threads; thread-safe.
 */
final class FlowHandler {
  private final Admission admission;
  private final FlowTokens tokens;
  private final Connections connections;
  private final RelayHandler relay;

  FlowHandler(Admission admission, FlowTokens tokens, Connections connections, RelayHandler relay) {
    this.admission = admission;
    this.tokens = tokens;
    this.connections = connections;
    this.relay = relay;
  }

  void handle(SipServletRequest request) {
    try {
      admission.checkProxying(request);
      FlowToken token =
          tokens
              .read(request)
              .orElseThrow(
                  () -> new BadRequestException(StatusCodes.FORBIDDEN, "no flow token of ours"));
      relay.proxy(request, List.of(target(request, token)));
    } catch (BadRequestException e) {
      Answers.refuse(request, e);
    }
  }

  private RelayTarget target(SipServletRequest request, FlowToken token)
      throws BadRequestException {
    if (connections.isOpen(token.flow())) {
      return new RelayTarget(request.getRequestURI().toString(), List.of(token.flow().route()));
    }
    Optional<RelayTarget> direct =
        token.otherwise().map(contact -> new RelayTarget(contact, List.of()));
    return direct.orElseThrow(
        () -> new BadRequestException(StatusCodes.FLOW_FAILED, "closed: " + token.flow()));
  }
}
