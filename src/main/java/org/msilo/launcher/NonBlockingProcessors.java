package org.msilo.launcher;

import gov.nist.javax.sip.stack.MessageProcessor;
import gov.nist.javax.sip.stack.NioMessageProcessorFactory;
import gov.nist.javax.sip.stack.SIPTransactionStack;
import java.io.IOException;
import java.net.InetAddress;

/** What the stack receives with, on selectors; made by the stack, by its name. */
public final class NonBlockingProcessors extends NioMessageProcessorFactory {
  @Override
  public MessageProcessor createMessageProcessor(
      SIPTransactionStack stack, InetAddress address, int port, String transport)
      throws IOException {
    return transport.equalsIgnoreCase("udp")
        ? UdpReceiver.of(stack, address, port)
        : super.createMessageProcessor(stack, address, port, transport);
  }
}
