package org.msilo.sip;

import java.util.Comparator;
import java.util.List;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.TooManyHopsException;
import org.msilo.message.AddressOfRecord;
import org.msilo.message.SipUri;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests other than MESSAGE and REGISTER: proxied to the targets of a local user. Runs on SIP
 * threads and continues on reply threads; thread-safe.
 */
final class RelayHandler {
  private static final Logger LOG = LoggerFactory.getLogger(RelayHandler.class);

  private final Admission admission;
  private final RelayTargets targets;
  private final ForeignHandler foreign;
  private final Forking forking;
  private final Doorkeeper doorkeeper;

  RelayHandler(
      Admission admission,
      RelayTargets targets,
      ForeignHandler foreign,
      Forking forking,
      Doorkeeper doorkeeper) {
    this.admission = admission;
    this.targets = targets;
    this.foreign = foreign;
    this.forking = forking;
    this.doorkeeper = doorkeeper;
  }

  void handle(SipServletRequest request) {
    try {
      admission.checkProxying(request);
      SipUri uri = admission.requestUri(request);
      if (!admission.isLocal(uri)) {
        foreign.handle(request);
        return;
      }
      AddressOfRecord recipient =
          admission
              .localUser(uri)
              .orElseThrow(
                  () -> new BadRequestException(StatusCodes.NOT_FOUND, "no user in " + uri));
      doorkeeper.sending(request, proved -> relay(proved, recipient));
    } catch (BadRequestException e) {
      Answers.refuse(request, e);
    }
  }

  private void relay(SipServletRequest request, AddressOfRecord recipient) {
    targets
        .of(recipient, request)
        .thenAccept(found -> proxy(request, found))
        .exceptionally(e -> unavailable(request, e));
  }

  /** Passes it on to these targets; answers 404 if there are none, 503 if one cannot be sent to. */
  void proxy(SipServletRequest request, List<RelayTarget> found) {
    try {
      if (forking.prepare(request, connectionsFirst(found)).isEmpty()) {
        Answers.send(request, StatusCodes.NOT_FOUND);
      } else if (!Forking.startAll(request.getProxy())) {
        // The container would pass nothing on before the time of the unsent branch is up: 3
        // minutes.
        Answers.sendUnavailable(request);
      }
    } catch (TooManyHopsException e) {
      Answers.send(request, StatusCodes.TOO_MANY_HOPS);
    }
  }

  /** So that nothing has gone out over UDP, and can be answered, when a connection fails. */
  private static List<RelayTarget> connectionsFirst(List<RelayTarget> found) {
    return found.stream()
        .sorted(Comparator.comparing(RelayTarget::isCongestionControlled).reversed())
        .toList();
  }

  private static Void unavailable(SipServletRequest request, Throwable cause) {
    LOG.warn("{} not relayed: {}", request.getMethod(), cause.getMessage());
    Answers.sendUnavailable(request);
    return null;
  }
}
