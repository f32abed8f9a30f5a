package org.msilo.launcher;

import gov.nist.javax.sip.stack.MessageProcessor;
import gov.nist.javax.sip.stack.OIOMessageProcessorFactory;
import gov.nist.javax.sip.stack.SIPTransactionStack;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Locale;

/** What the stack receives with, on blocking sockets; made by the stack, by its name. */
public final class BlockingProcessors extends OIOMessageProcessorFactory {
  @Override
  public MessageProcessor createMessageProcessor(
      SIPTransactionStack stack, InetAddress address, int port, String transport)
      throws IOException {
    return switch (transport.toLowerCase(Locale.ROOT)) {
      case "udp" -> UdpReceiver.of(stack, address, port);
      case "tcp" -> new TcpReceiver(stack, address, port);
      default -> super.createMessageProcessor(stack, address, port, transport);
    };
  }
}
