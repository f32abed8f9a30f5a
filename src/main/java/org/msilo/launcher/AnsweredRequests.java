package org.msilo.launcher;

import gov.nist.javax.sip.SipStackImpl;
import gov.nist.javax.sip.message.SIPResponse;
import gov.nist.javax.sip.stack.SIPTransaction;
import javax.sip.SipStack;
import javax.sip.Transaction;
import javax.sip.TransactionState;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.mobicents.servlet.sip.core.session.MobicentsSipApplicationSession;
import org.mobicents.servlet.sip.core.session.MobicentsSipSession;
import org.mobicents.servlet.sip.message.TransactionApplicationData;

/**
 * Lets go of requests to msilo that have their final response. The stack has to remember each
 * transaction for 32 s more (Timer J, RFC 3261 17.2.2), for which it needs the bytes of the
 * response; the container would keep the parsed messages, what it made of them and the sessions,
 * too, which is 11 kB for a MESSAGE instead of 2. Over a connection Timer J is 0: the stack lets go
 * by itself, at the same time, and would trip over a request without Via. Thread-safe.
 */
final class AnsweredRequests {
  private static final int OK = 200;

  /** Our name in sip.xml. */
  private static final String OURS = "msilo";

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
        && transaction.getApplicationData() instanceof TransactionApplicationData data) {
      letGo(transaction, data);
    }
  }

  private static void letGo(Transaction transaction, TransactionApplicationData data) {
    MobicentsSipSession session =
        data.getSipServletMessage() == null ? null : data.getSipServletMessage().getSipSession();
    if (session != null) {
      // Branches may still have something to say; and others know best when they are done.
      if (session.getProxy() != null || !OURS.equals(session.getKey().getApplicationName())) {
        return;
      }
      endSessions(transaction, session);
    }
    data.cleanUp();
    data.cleanUpMessage();
  }

  /**
   * As the container does it when the transaction ends. The session must have forgotten the
   * transaction before: a session that ends takes its transactions with it, and copies of the
   * request would be new requests.
   */
  private static void endSessions(Transaction transaction, MobicentsSipSession session) {
    MobicentsSipApplicationSession application = session.getSipApplicationSession();
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    application.getSipContext().enterSipContext();
    try {
      session.removeOngoingTransaction(transaction);
      if (session.isValidInternal() && session.isReadyToInvalidateInternal()) {
        session.onTerminatedState();
      }
      if (application.isValidInternal() && application.isReadyToInvalidate()) {
        application.tryToInvalidate();
      }
    } finally {
      application.getSipContext().exitSipContext(before);
    }
  }
}
