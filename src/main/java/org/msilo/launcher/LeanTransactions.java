package org.msilo.launcher;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.stack.MessageChannel;
import gov.nist.javax.sip.stack.MobicentsSIPServerTransaction;
import gov.nist.javax.sip.stack.SIPClientTransaction;
import gov.nist.javax.sip.stack.SIPServerTransaction;
import gov.nist.javax.sip.stack.SIPTransactionStack;
import java.util.concurrent.atomic.AtomicReference;
import javax.sip.SipStack;
import org.mobicents.ext.javax.sip.TransactionFactory;

/**
 * The transactions of a stack, which keep less than the container's own; made by the stack, by its
 * name. Thread-safe.
 */
public final class LeanTransactions implements TransactionFactory {
  private final AtomicReference<SIPTransactionStack> stack = new AtomicReference<>();

  @Override
  public void setSipStack(SipStack stack) {
    this.stack.set((SIPTransactionStack) stack);
  }

  @Override
  public SIPServerTransaction createServerTransaction(MessageChannel channel) {
    return channel.isReliable()
        ? new MobicentsSIPServerTransaction(stack.get(), channel)
        : new LeanServerTransaction(stack.get(), channel);
  }

  @Override
  public SIPClientTransaction createClientTransaction(SIPRequest request, MessageChannel channel) {
    SIPClientTransaction transaction = new LeanClientTransaction(stack.get(), channel);
    transaction.setOriginalRequest(request);
    return transaction;
  }
}
