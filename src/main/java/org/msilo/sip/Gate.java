package org.msilo.sip;

import java.util.function.Consumer;
import java.util.function.Predicate;
import javax.servlet.sip.SipServletRequest;
import org.msilo.metrics.Meters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets requests in while the application runs. While it stops, new ones are sent elsewhere with
 * 503, and so are those that are too many; what is beyond a limit is refused; a request that a
 * handler fails over is answered 500. Thread-safe.
 */
public final class Gate {
  private static final Logger LOG = LoggerFactory.getLogger(Gate.class);

  private final RequestLimits limits;
  private final Predicate<String> tooMany;
  private final AnswerMeters answers;
  private volatile boolean open;

  /**
   * @param tooMany whether new requests of a method are to be turned away now
   */
  Gate(RequestLimits limits, Predicate<String> tooMany, Meters meters) {
    this.limits = limits;
    this.tooMany = tooMany;
    this.answers = new AnswerMeters(meters);
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
    answers.begin(request);
    if (!open) {
      Answers.sendUnavailable(request);
      return;
    }
    if (request.isInitial() && tooMany.test(request.getMethod())) {
      Answers.turnAway(request);
      return;
    }
    run(
        request,
        () -> {
          limits.check(request);
          handler.accept(request);
        });
  }

  /** Goes on with a request that was admitted and had to wait; it counts for no limit again. */
  void resume(SipServletRequest request, Consumer<SipServletRequest> handler) {
    if (open) {
      run(request, () -> handler.accept(request));
    } else {
      Answers.sendUnavailable(request);
    }
  }

  private static void run(SipServletRequest request, Work work) {
    try {
      work.run();
    } catch (BadRequestException e) {
      Answers.refuse(request, e);
    } catch (RuntimeException | Error e) {
      // What it says may hold what somebody wrote; debug shows it.
      LOG.error("{} failed: {} at {}", request.getMethod(), e.getClass().getName(), place(e));
      LOG.debug("in full", e);
      Answers.send(request, StatusCodes.SERVER_ERROR);
    }
  }

  private static Object place(Throwable failure) {
    StackTraceElement[] trace = failure.getStackTrace();
    return trace.length == 0 ? "an unknown place" : trace[0];
  }

  /** What may refuse a request. */
  @FunctionalInterface
  private interface Work {
    void run() throws BadRequestException;
  }
}
