package org.msilo.launcher;

import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.stack.NioTlsWebSocketMessageChannel;
import gov.nist.javax.sip.stack.SIPTransactionStack;
import gov.nist.javax.sip.stack.SSLStateMachine;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLEngine;

/** A WebSocket over TLS that somebody else opened; says what comes on it to those who count. */
final class WssChannel extends NioTlsWebSocketMessageChannel {
  private final SelectedConnections selected;
  private final SelectedConnection connection;

  WssChannel(
      SIPTransactionStack stack,
      WssReceiver receiver,
      SocketChannel client,
      SelectedConnections selected)
      throws IOException {
    super(stack, receiver, client);
    this.selected = selected;
    this.connection = selected.begun(client);
  }

  /** The stack asks no client for a certificate; called before anything could be set here. */
  @Override
  public void init(boolean client) throws Exception {
    super.init(client);
    if (!client) {
      TlsNetworkLayer layer = (TlsNetworkLayer) sipStack.getNetworkLayer();
      engine().setSSLParameters(layer.parametersOfServer());
    }
  }

  /** The stack keeps it to itself. */
  private SSLEngine engine() throws ReflectiveOperationException {
    Field machine = NioTlsWebSocketMessageChannel.class.getDeclaredField("sslStateMachine");
    Field engine = SSLStateMachine.class.getDeclaredField("sslEngine");
    machine.setAccessible(true);
    engine.setAccessible(true);
    return (SSLEngine) engine.get(machine.get(this));
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
