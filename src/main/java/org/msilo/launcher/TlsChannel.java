package org.msilo.launcher;

import gov.nist.javax.sip.stack.SIPTransactionStack;
import gov.nist.javax.sip.stack.TLSMessageChannel;
import java.io.IOException;
import javax.net.ssl.SSLSocket;

/** A TLS connection that was accepted; knows whether it ended within a body. */
final class TlsChannel extends TLSMessageChannel {

  /** Runs at once, before anything could be set here. */
  TlsChannel(SSLSocket socket, SIPTransactionStack stack, TlsReceiver receiver) throws IOException {
    super(socket, stack, receiver, "TLSMessageChannelThread-" + socket.getPort());
  }

  @Override
  public void run() {
    myClientInputStream = ((TlsReceiver) messageProcessor).framed(mySock, myClientInputStream);
    super.run();
  }
}
