package org.msilo.launcher;

import gov.nist.javax.sip.message.SIPResponse;
import gov.nist.javax.sip.stack.MessageChannel;
import gov.nist.javax.sip.stack.MobicentsSIPClientTransaction;
import gov.nist.javax.sip.stack.SIPDialog;
import gov.nist.javax.sip.stack.SIPTransactionStack;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sip.TransactionState;
import javax.sip.message.Request;

/**
 * A transaction of a request that is sent. If the request is msilo's, the sessions end with its
 * final response. The container would keep them, and all that was made of request and response,
 * until copies of the response cannot come any more: 5 s over UDP (Timer K, RFC 3261 17.1.2.2), 13
 * kB for a delivery. Copies are dropped by the stack, which needs none of it. Thread-safe as the
 * stack's own.
 */
final class LeanClientTransaction extends MobicentsSIPClientTransaction {
  private final AtomicBoolean ended = new AtomicBoolean();

  LeanClientTransaction(SIPTransactionStack stack, MessageChannel channel) {
    super(stack, channel);
  }

  @Override
  public synchronized void processResponse(
      SIPResponse response, MessageChannel source, SIPDialog dialog) {
    super.processResponse(response, source, dialog);
    if (getState() == TransactionState.COMPLETED
        && !Request.INVITE.equals(getMethod())
        && OwnSessions.mayEndAfter(this)
        && ended.compareAndSet(false, true)) {
      OwnSessions.end(this);
    }
  }
}
