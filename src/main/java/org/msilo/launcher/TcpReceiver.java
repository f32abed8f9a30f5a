package org.msilo.launcher;

import gov.nist.javax.sip.stack.SIPTransactionStack;
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
}
