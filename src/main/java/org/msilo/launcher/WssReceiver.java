package org.msilo.launcher;

import gov.nist.javax.sip.stack.NioTcpMessageChannel;
import gov.nist.javax.sip.stack.NioTcpMessageProcessor;
import gov.nist.javax.sip.stack.NioTlsWebSocketMessageProcessor;
import gov.nist.javax.sip.stack.SIPTransactionStack;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.channels.SocketChannel;

/** Accepts the stack's WebSockets over TLS, as many and as slow as they may be. */
final class WssReceiver extends NioTlsWebSocketMessageProcessor {
  private final SelectedConnections selected;

  WssReceiver(SIPTransactionStack stack, InetAddress address, int port, Connections connections) {
    super(address, stack, port);
    this.selected = new SelectedConnections(connections, stack);
  }

  @Override
  public NioTcpMessageChannel createMessageChannel(
      NioTcpMessageProcessor receiver, SocketChannel client) throws IOException {
    NioTcpMessageChannel channel =
        selected.mayBegin(client)
            ? new WssChannel(sipStack, this, client, selected)
            : new RefusedChannel(this, client);
    nioHandler.putMessageChannel(client, channel);
    return channel;
  }

  @Override
  public void start() throws IOException {
    super.start();
    selected.start();
  }

  @Override
  public void stop() {
    selected.stop();
    super.stop();
  }
}
