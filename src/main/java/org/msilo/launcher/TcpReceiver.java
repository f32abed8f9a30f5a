package org.msilo.launcher;

import gov.nist.javax.sip.stack.SIPTransactionStack;
import gov.nist.javax.sip.stack.TCPMessageProcessor;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/** Accepts the stack's TCP connections, so many of one address. Runs on a thread of the stack. */
final class TcpReceiver extends TCPMessageProcessor {
  /** As long as a transaction waits for an answer (RFC 3261, 64 times T1). */
  private static final Duration FIRST_WORD = Duration.ofSeconds(32);

  private final AtomicReference<AskedLimits> limits = new AtomicReference<>(AskedLimits.NONE);

  TcpReceiver(SIPTransactionStack stack, InetAddress address, int port) {
    super(address, stack, port);
  }

  /** From now on the application says how many connections an address may have. */
  void bound(AskedLimits limits) {
    this.limits.set(limits);
  }

  @Override
  public void start() throws IOException {
    sock =
        new BoundedServerSocket(
            getPort(), getIpAddress(), () -> limits.get().connectionsOfOne(), FIRST_WORD);
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
