package org.msilo.launcher;

import gov.nist.javax.sip.stack.ConnectionOrientedMessageChannel;
import gov.nist.javax.sip.stack.SIPTransactionStack;
import gov.nist.javax.sip.stack.TLSMessageChannel;
import gov.nist.javax.sip.stack.TLSMessageProcessor;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLSocket;
import org.apache.log4j.Logger;

/**
 * Accepts the stack's TLS connections, as many and as slow as they may be, the handshake included.
 * Runs on a thread of the stack.
 */
final class TlsReceiver extends TLSMessageProcessor {
  private static final Logger LOG = Logger.getLogger(TlsReceiver.class);

  private final Connections connections;

  /** What a channel is to read with, from the moment the stack makes it until it runs. */
  private final Map<Socket, FramedStream> streams = new ConcurrentHashMap<>();

  TlsReceiver(SIPTransactionStack stack, InetAddress address, int port, Connections connections) {
    super(address, stack, port);
    this.connections = connections;
  }

  @Override
  public void start() throws IOException {
    BoundedServerSocket listener =
        new BoundedServerSocket(getPort(), getIpAddress(), connections, (in, pace) -> in);
    sock = listener;
    isRunning = true;
    Thread thread =
        new Thread(
            () -> acceptFrom(listener),
            "MessageProcessorThread-TLS-" + getIpAddress().getHostAddress() + '/' + getPort());
    thread.setPriority(sipStack.getThreadPriority());
    thread.setDaemon(true);
    thread.start();
  }

  private void acceptFrom(BoundedServerSocket listener) {
    TlsNetworkLayer layer = (TlsNetworkLayer) sipStack.getNetworkLayer();
    while (!listener.isClosed()) {
      try {
        PacedSocket socket = listener.accept();
        openChannel(layer.accepted(socket), socket.pace());
      } catch (IOException e) {
        LOG.debug("a connection ended before it began", e);
      }
    }
  }

  /** The channel starts a thread of its own, which does the handshake, too. */
  private void openChannel(SSLSocket socket, Pace pace) throws IOException {
    streams.put(socket, new FramedStream(socket.getInputStream(), pace));
    try {
      new TlsChannel(socket, sipStack, this);
    } catch (IOException e) {
      streams.remove(socket);
      socket.close();
      throw e;
    }
  }

  /**
   * The stream of this connection that knows of messages.
   *
   * @param plain its own, if it is one that we opened
   */
  InputStream framed(Socket socket, InputStream plain) {
    FramedStream framed = streams.remove(socket);
    return framed == null ? plain : framed;
  }

  /** See {@link TcpReceiver}. */
  @Override
  protected synchronized void cacheMessageChannel(ConnectionOrientedMessageChannel channel) {
    if (messageChannels.remove(channel.getKey()) instanceof TLSMessageChannel before) {
      before.close(false, true);
    }
    super.cacheMessageChannel(channel);
  }
}
