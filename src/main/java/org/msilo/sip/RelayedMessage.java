package org.msilo.sip;

import java.util.Optional;
import java.util.concurrent.Future;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import org.msilo.message.OfflineMessage;

/**
 * A MESSAGE that is being relayed: which branches have ended, and whether its caller has his
 * answer. Thread-safe.
 */
final class RelayedMessage {
  private final SipServletRequest request;
  private final OfflineMessage message;
  private int branchesLeft;
  private boolean unsent;
  private boolean taken;
  private Optional<Future<?>> limit = Optional.empty();
  private boolean isKept;
  private boolean isDelivered;
  private Optional<SipServletResponse> best = Optional.empty();

  RelayedMessage(SipServletRequest request, OfflineMessage message) {
    this.request = request;
    this.message = message;
  }

  SipServletRequest request() {
    return request;
  }

  OfflineMessage message() {
    return message;
  }

  /**
   * So many branches are out.
   *
   * @param othersUnsent whether there are more that could not be sent: those may be another time
   */
  synchronized void expect(int branches, boolean othersUnsent) {
    branchesLeft = branches;
    unsent = othersUnsent;
  }

  /** Whether a phone is left that could not be asked, and may take it another time. */
  synchronized boolean hasUnsent() {
    return unsent;
  }

  /** The task that ends the waiting; not needed any more when somebody has answered. */
  synchronized void limitedBy(Future<?> task) {
    limit = Optional.of(task);
    if (taken) {
      task.cancel(false);
    }
  }

  /** Takes the right to answer the caller: only one ever gets it. */
  synchronized boolean take() {
    boolean mine = !taken;
    taken = true;
    limit.ifPresent(task -> task.cancel(false));
    return mine;
  }

  /**
   * A branch ended without success.
   *
   * @return the response that stands for all, when this was the last branch
   */
  synchronized Optional<SipServletResponse> failed(SipServletResponse response) {
    branchesLeft--;
    // A phone that could take it another time outweighs one that cannot: the message is then kept.
    if (best.isEmpty() || StatusCodes.goesBack(best.get().getStatus())) {
      best = Optional.of(response);
    }
    return branchesLeft == 0 ? best : Optional.empty();
  }

  synchronized Optional<SipServletResponse> best() {
    return best;
  }

  /** A phone took it late. Returns whether it is in the store by now, and so must go. */
  synchronized boolean delivered() {
    isDelivered = true;
    return isKept;
  }

  /**
   * It is in the store now, or may be. Returns whether a phone has taken it meanwhile, and so it
   * must go.
   */
  synchronized boolean kept() {
    isKept = true;
    return isDelivered;
  }
}
