package org.msilo.launcher;

import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPResponse;
import gov.nist.javax.sip.stack.MessageChannel;
import gov.nist.javax.sip.stack.SIPServerTransactionImpl;
import gov.nist.javax.sip.stack.SIPTransactionStack;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import javax.sip.ObjectInUseException;
import javax.sip.message.Request;

/**
 * A transaction of a request that came as a datagram. If the request was msilo's, its sessions end
 * with its final response; the container would keep them, the request, and what it made of it for
 * 32 s, 11 kB for a MESSAGE. If our own receiver took the datagram, all is over: the response is
 * kept for copies ({@link AnsweredRequests}) and the stack forgets the transaction, too, as it does
 * over a connection, where Timer J is 0. Thread-safe as the stack's own.
 */
final class LeanServerTransaction extends SIPServerTransactionImpl {
  private static final int OK = 200;

  private static final Set<String> OF_DIALOGS = Set.of(Request.INVITE, Request.ACK, Request.CANCEL);

  private final Optional<UdpReceiver> receiver;

  /** The bytes of the final response, if they are kept; else null. */
  private final AtomicReference<byte[]> last = new AtomicReference<>();

  LeanServerTransaction(SIPTransactionStack stack, MessageChannel channel) {
    super(stack, channel);
    this.receiver =
        channel.getMessageProcessor() instanceof UdpReceiver ours
            ? Optional.of(ours)
            : Optional.empty();
  }

  @Override
  public void sendMessage(SIPMessage message) throws IOException {
    if (last.get() != null) {
      return; // Another final response is discarded (RFC 3261 17.2.2).
    }
    if (!isLast(message) || !OwnSessions.mayEndAfter(this)) {
      super.sendMessage(message);
      return;
    }
    // Before the transaction ends, so that no copy falls between the two.
    receiver.ifPresent(ours -> keep(ours, message));
    try {
      super.sendMessage(message);
    } finally {
      OwnSessions.end(this);
      if (last.get() != null) {
        end();
      }
    }
  }

  private void keep(UdpReceiver ours, SIPMessage response) {
    AnsweredRequests.keyOf(getOriginalRequest())
        .ifPresent(
            key -> {
              last.set(response.encodeAsBytes(getTransport()));
              ours.answered().keep(key, last.get());
            });
  }

  /** Whether it is final, and the response to the request that began this. */
  private boolean isLast(SIPMessage message) {
    return message instanceof SIPResponse response
        && response.getStatusCode() >= OK
        && getOriginalRequest() != null
        && !OF_DIALOGS.contains(getMethod())
        && getMethod().equals(response.getCSeq().getMethod());
  }

  /** Not through a channel of its own, as the stack does: where the request came from is known. */
  @Override
  protected void sendResponse(SIPResponse response) throws IOException {
    if (last.get() == null) {
      super.sendResponse(response);
    } else {
      receiver.orElseThrow().answer(getOriginalRequest(), last.get());
    }
  }

  @Override
  protected void startTransactionTimerJ(long time) {
    if (last.get() == null) {
      super.startTransactionTimerJ(time);
    }
  }

  /** What is let go of altogether need not be written into bytes. */
  @Override
  protected void cleanUpOnTimer() {
    if (last.get() == null) {
      super.cleanUpOnTimer();
    }
  }

  private void end() {
    try {
      terminate();
    } catch (ObjectInUseException e) {
      throw new IllegalStateException("a transaction that was answered is in use", e);
    }
  }
}
