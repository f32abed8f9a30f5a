package org.msilo.launcher;

import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.stack.NioWebSocketMessageChannel;
import gov.nist.javax.sip.stack.SIPTransactionStack;
import java.io.IOException;
import java.nio.channels.SocketChannel;

/** A WebSocket that somebody else opened; says what comes on it to those who count. */
final class WsChannel extends NioWebSocketMessageChannel {
  private final SelectedConnections selected;
  private final SelectedConnection connection;

  WsChannel(
      SIPTransactionStack stack,
      WsReceiver receiver,
      SocketChannel client,
      SelectedConnections selected)
      throws IOException {
    super(stack, receiver, client);
    this.selected = selected;
    this.connection = selected.begun(client);
  }

  /** The stack would add two line ends at the end, and take what was cut off for whole. */
  @Override
  public void readChannel() {
    isRunning = true;
    try {
      addBytes(connection.readFrom(socketChannel));
    } catch (Exception e) {
      close(true, false);
    }
  }

  @Override
  public void processMessage(SIPMessage message) throws Exception {
    connection.complete();
    super.processMessage(message);
  }

  @Override
  public void sendSingleCLRF() throws Exception {
    connection.complete();
    super.sendSingleCLRF();
  }

  @Override
  protected void close(boolean removeSocket, boolean stopKeepAlive) {
    super.close(removeSocket, stopKeepAlive);
    selected.ended(connection);
  }
}
