package org.msilo.launcher;

import javax.sip.Transaction;
import org.mobicents.servlet.sip.core.session.MobicentsSipApplicationSession;
import org.mobicents.servlet.sip.core.session.MobicentsSipSession;
import org.mobicents.servlet.sip.message.TransactionApplicationData;

/** What the container keeps of a transaction of msilo's: its messages, its session. Stateless. */
final class OwnSessions {
  /** Our name in sip.xml. */
  private static final String OURS = "msilo";

  private OwnSessions() {}

  /**
   * Whether a transaction is msilo's, and all is over after its final response. Branches of a proxy
   * may still have something to say; and other applications know best when all is over.
   */
  static boolean mayEndAfter(Transaction transaction) {
    if (!(transaction.getApplicationData() instanceof TransactionApplicationData data)) {
      return false;
    }
    MobicentsSipSession session = sessionOf(data);
    return session == null
        || session.getProxy() == null && OURS.equals(session.getKey().getApplicationName());
  }

  /** Lets go of all of it, as the container does it when the transaction is over. */
  static void end(Transaction transaction) {
    TransactionApplicationData data = (TransactionApplicationData) transaction.getApplicationData();
    MobicentsSipSession session = sessionOf(data);
    if (session != null) {
      end(transaction, session);
    }
    data.cleanUp();
    data.cleanUpMessage();
  }

  /** The session must have forgotten the transaction before: it takes those along that it knows. */
  private static void end(Transaction transaction, MobicentsSipSession session) {
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

  private static MobicentsSipSession sessionOf(TransactionApplicationData data) {
    return data.getSipServletMessage() == null ? null : data.getSipServletMessage().getSipSession();
  }
}
