package org.msilo.launcher;

import gov.nist.javax.sip.SipStackImpl;
import gov.nist.javax.sip.message.SIPResponse;
import gov.nist.javax.sip.stack.SIPTransaction;
import javax.sip.SipStack;
import javax.sip.Transaction;
import javax.sip.TransactionState;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.mobicents.servlet.sip.message.SipServletMessageImpl;
import org.mobicents.servlet.sip.message.TransactionApplicationData;

/**
 * Lets go of requests that have their final response. The stack has to remember each transaction
 * for 32 s more (Timer J, RFC 3261 17.2.2), for which it needs the bytes of the response; the
 * container would keep the parsed messages and what it made of them, too, which is 11 kB for a
 * MESSAGE instead of 2. Over a connection Timer J is 0: the stack lets go by itself, at the same
 * time, and would trip over a request without Via. Thread-safe.
 */
final class AnsweredRequests {
  private static final int OK = 200;

  private AnsweredRequests() {}

  /** To be called when this response was sent. */
  static void letGo(SipStack stack, Response response) {
    if (response.getStatusCode() < OK
        || !(response instanceof SIPResponse sent)
        || Request.INVITE.equals(sent.getCSeqHeader().getMethod())) {
      return;
    }
    Transaction transaction = ((SipStackImpl) stack).findTransaction(sent.getTransactionId(), true);
    // Of two copies that came at once the stack knows the later one, which may not be answered yet.
    if (transaction instanceof SIPTransaction known
        && !known.isReliable()
        && transaction.getState() == TransactionState.COMPLETED
        && transaction.getApplicationData() instanceof TransactionApplicationData data
        && !isProxied(data.getSipServletMessage())) {
      data.cleanUp();
      data.cleanUpMessage();
    }
  }

  /** Its branches may still have something to say. */
  private static boolean isProxied(SipServletMessageImpl message) {
    return message != null
        && message.getSipSession() != null
        && message.getSipSession().getProxy() != null;
  }
}
