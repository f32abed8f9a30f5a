package org.msilo.launcher;

import gov.nist.javax.sip.stack.ConnectionOrientedMessageChannel;
import gov.nist.javax.sip.stack.SIPTransactionStack;
import gov.nist.javax.sip.stack.TCPMessageChannel;
import gov.nist.javax.sip.stack.TCPMessageProcessor;
import java.io.IOException;
import java.net.InetAddress;

/**
 * Accepts the stack's TCP connections, as many and as slow as they may be. Runs on a thread of the
 * stack.
 */
final class TcpReceiver extends TCPMessageProcessor {
  private final Connections connections;

  TcpReceiver(SIPTransactionStack stack, InetAddress address, int port, Connections connections) {
    super(address, stack, port);
    this.connections = connections;
  }

  @Override
  public void start() throws IOException {
    sock = new BoundedServerSocket(getPort(), getIpAddress(), connections, FramedStream::new);
    isRunning = true;
    Thread thread =
        new Thread(
            this,
            "MessageProcessorThread-TCP-" + getIpAddress().getHostAddress() + '/' + getPort());
    thread.setPriority(sipStack.getThreadPriority());
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * The stack closes what it had under the same key, such as a connection that could not be opened,
   * and with that forgets the socket of the new channel: its first answer would go nowhere.
   */
  @Override
  protected synchronized void cacheMessageChannel(ConnectionOrientedMessageChannel channel) {
    if (messageChannels.remove(channel.getKey()) instanceof TCPMessageChannel before) {
      before.close(false, true);
    }
    super.cacheMessageChannel(channel);
  }
}
