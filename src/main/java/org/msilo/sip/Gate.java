package org.msilo.sip;

import java.util.function.Consumer;
import javax.servlet.sip.SipServletRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets requests in while the application runs. While it stops, new ones are sent elsewhere with
 * 503; what is too much is refused; a request that a handler fails over is answered 500.
 * Thread-safe.
 */
public final class Gate {
  private static final Logger LOG = LoggerFactory.getLogger(Gate.class);

  private final RequestLimits limits;
  private volatile boolean open;

  Gate(RequestLimits limits) {
    this.limits = limits;
  }

  /** From now on requests are let in. */
  public void open() {
    open = true;
  }

  /** From now on requests are turned away. */
  public void close() {
    open = false;
  }

  void admit(SipServletRequest request, Consumer<SipServletRequest> handler) {
    if (!open) {
      Answers.sendUnavailable(request);
      return;
    }
    try {
      limits.check(request);
      handler.accept(request);
    } catch (BadRequestException e) {
      Answers.refuse(request, e);
    } catch (RuntimeException | Error e) {
      LOG.error("{} failed", request.getMethod(), e);
      Answers.send(request, StatusCodes.SERVER_ERROR);
    }
  }
}
