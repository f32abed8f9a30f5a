package org.msilo.sip;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.servlet.sip.Proxy;
import javax.servlet.sip.ProxyBranch;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipURI;
import javax.servlet.sip.TooManyHopsException;
import org.msilo.dump.MailboxDump;
import org.msilo.intake.IntakeDecision;
import org.msilo.intake.MessageIntake;
import org.msilo.message.OfflineMessage;
import org.msilo.notice.SenderNotice;
import org.msilo.store.MessageStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Relays a MESSAGE to all targets of its recipient through the container's proxy, and keeps it when
 * that fails. The container must not forward a failure that becomes a 202, and it would forward the
 * best response as soon as all branches have ended; so one branch is added that never starts, and
 * all answers to the caller come from here. Thread-safe.
 */
final class MessageRelay {
  private static final Logger LOG = LoggerFactory.getLogger(MessageRelay.class);

  /** SipSession attribute with the {@link RelayedMessage} of a proxied request. */
  private static final String ATTRIBUTE = "org.msilo.relayed";

  private final SipSettings settings;
  private final Forking forking;
  private final MessageStore store;
  private final MessageIntake intake;
  private final MailboxDump dump;
  private final SenderNotice notices;
  private final ScheduledExecutorService timer;

  MessageRelay(
      SipSettings settings,
      Forking forking,
      Mailboxes mailboxes,
      SenderNotice notices,
      ScheduledExecutorService timer) {
    this.settings = settings;
    this.forking = forking;
    this.store = mailboxes.store();
    this.intake = mailboxes.intake();
    this.dump = mailboxes.dump();
    this.notices = notices;
    this.timer = timer;
  }

  void relay(SipServletRequest request, OfflineMessage message, List<RelayTarget> targets) {
    RelayedMessage relayed = new RelayedMessage(request, message);
    try {
      List<ProxyBranch> branches = forking.prepare(request, targets);
      if (branches.isEmpty()) {
        keep(relayed);
        return;
      }
      request.getSession().setAttribute(ATTRIBUTE, relayed);
      if (!start(relayed, branches)) {
        keepOnce(relayed);
        return;
      }
      relayed.limitedBy(
          timer.schedule(
              () -> keepOnce(relayed),
              settings.finalResponseTimeout().toMillis(),
              TimeUnit.MILLISECONDS));
    } catch (TooManyHopsException e) {
      Answers.send(request, StatusCodes.TOO_MANY_HOPS);
    } catch (IllegalStateException | IllegalArgumentException e) {
      LOG.info("message for {} could not be relayed: {}", message.mailbox(), e.getMessage());
      keepOnce(relayed);
    }
  }

  /**
   * Responses wait until the held-back branch is there: without it the container answers.
   *
   * @return whether anything is out
   */
  private static boolean start(RelayedMessage relayed, List<ProxyBranch> branches)
      throws TooManyHopsException {
    SipServletRequest request = relayed.request();
    SipURI neverUsed = (SipURI) request.getRequestURI().clone();
    neverUsed.setParameter("held-back", "by-msilo");
    Proxy proxy = request.getProxy();
    synchronized (relayed) {
      int out = Forking.start(proxy, branches);
      relayed.expect(out, out < branches.size());
      proxy.createProxyBranches(List.of(neverUsed));
      return out > 0;
    }
  }

  private void keepOnce(RelayedMessage relayed) {
    if (relayed.take()) {
      keep(relayed);
    }
  }

  /** Whether the response belongs to a relayed MESSAGE; if so, it is dealt with. */
  boolean accept(SipServletResponse response) {
    Object attribute = response.getSession().getAttribute(ATTRIBUTE);
    if (!(attribute instanceof RelayedMessage relayed)) {
      return false;
    }
    synchronized (relayed) {
      if (StatusCodes.isFinal(response.getStatus())) {
        branchEnded(relayed, response);
      }
    }
    return true;
  }

  private void branchEnded(RelayedMessage relayed, SipServletResponse response) {
    int status = response.getStatus();
    if (StatusCodes.isSuccess(status)) {
      if (relayed.take()) {
        Answers.sendCopy(relayed.request(), response);
      } else if (relayed.delivered()) {
        // Kept after fr_timer, and taken by the phone after all: it must not come twice.
        remove(relayed.message());
      }
      return;
    }
    Optional<SipServletResponse> last = relayed.failed(response);
    if (StatusCodes.isGlobalFailure(status)) {
      passBack(relayed, response);
    } else if (last.isPresent()) {
      if (StatusCodes.goesBack(last.get().getStatus()) && !relayed.hasUnsent()) {
        passBack(relayed, last.get());
      } else {
        keepOnce(relayed);
      }
    }
  }

  private static void passBack(RelayedMessage relayed, SipServletResponse response) {
    if (relayed.take()) {
      Answers.sendCopy(relayed.request(), response);
    }
  }

  private void keep(RelayedMessage relayed) {
    intake
        .keep(relayed.message())
        .thenAccept(decision -> kept(relayed, decision))
        .exceptionally(
            e -> {
              LOG.warn("message for {} not kept: {}", relayed.message().mailbox(), e.getMessage());
              Answers.sendUnavailable(relayed.request());
              // The commit may have been done before it was reported as failed.
              if (relayed.kept()) {
                remove(relayed.message());
              }
              return null;
            });
  }

  private void kept(RelayedMessage relayed, IntakeDecision decision) {
    if (decision == IntakeDecision.NOT_WORTH_KEEPING && relayed.best().isPresent()) {
      Answers.sendCopy(relayed.request(), relayed.best().get());
      return;
    }
    Answers.decided(relayed.request(), decision);
    if (decision != IntakeDecision.KEPT) {
      return;
    }
    if (relayed.kept()) {
      remove(relayed.message());
    } else {
      waits(relayed);
      notices.kept(relayed.message());
    }
  }

  /** At once when a flow failed, for the device may have another one; else after a pause. */
  private void waits(RelayedMessage relayed) {
    boolean flowFailed =
        relayed.best().filter(b -> b.getStatus() == StatusCodes.FLOW_FAILED).isPresent();
    if (flowFailed) {
      dump.mailArrived(relayed.message().mailbox());
    } else {
      dump.postpone(relayed.message().mailbox());
    }
  }

  private void remove(OfflineMessage message) {
    store
        .remove(message.mailbox(), message.id())
        .exceptionally(
            e -> {
              LOG.warn("delivered message {} not removed: {}", message.id(), e.getMessage());
              return null;
            });
  }
}
