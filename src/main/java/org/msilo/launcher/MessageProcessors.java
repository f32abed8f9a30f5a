package org.msilo.launcher;

import gov.nist.javax.sip.stack.MessageProcessor;
import gov.nist.javax.sip.stack.MessageProcessorFactory;
import gov.nist.javax.sip.stack.OIOMessageProcessorFactory;
import gov.nist.javax.sip.stack.SIPTransactionStack;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Locale;

/**
 * What the stack receives with, by transport; made by the stack, by its name. TCP and TLS are on
 * blocking sockets, also where WebSocket, which is to be had on selectors only, is listened for: on
 * a selector the stack opens a connection for each request, and loses what is to be written on it
 * when the selector sees the connection before the stack has noted whose it is; over TLS it does
 * not look at who it connected to. Thread-safe.
 */
public final class MessageProcessors implements MessageProcessorFactory {
  private final MessageProcessorFactory others = new OIOMessageProcessorFactory();
  private final Connections connections = new Connections();

  /** From now on the application says how many connections there may be, and how slow. */
  void bound(AskedLimits limits) {
    connections.bound(limits);
  }

  @Override
  public MessageProcessor createMessageProcessor(
      SIPTransactionStack stack, InetAddress address, int port, String transport)
      throws IOException {
    return switch (transport.toLowerCase(Locale.ROOT)) {
      case "udp" -> UdpReceiver.of(stack, address, port);
      case "tcp" -> new TcpReceiver(stack, address, port, connections);
      case "tls" -> new TlsReceiver(stack, address, port, connections);
      case "ws" -> new WsReceiver(stack, address, port, connections);
      case "wss" -> new WssReceiver(stack, address, port, connections);
      default -> others.createMessageProcessor(stack, address, port, transport);
    };
  }
}
