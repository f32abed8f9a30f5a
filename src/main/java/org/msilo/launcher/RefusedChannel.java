package org.msilo.launcher;

import gov.nist.javax.sip.stack.NioTcpMessageChannel;
import gov.nist.javax.sip.stack.NioTcpMessageProcessor;
import java.io.IOException;
import java.nio.channels.SocketChannel;

/** A connection that is one too many: whatever comes on it ends it. Of the selector's thread. */
final class RefusedChannel extends NioTcpMessageChannel {

  RefusedChannel(NioTcpMessageProcessor receiver, SocketChannel client) throws IOException {
    super(receiver, client);
    messageProcessor = receiver;
    SelectedConnection.end(client.socket());
  }

  @Override
  public void readChannel() {
    close(true, false);
  }
}
