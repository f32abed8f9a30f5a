package org.msilo.launcher;

import gov.nist.javax.sip.parser.MessageParser;
import gov.nist.javax.sip.parser.MessageParserFactory;
import gov.nist.javax.sip.stack.SIPTransactionStack;

/** Gives the container its parser; made by the container, by name. Thread-safe. */
public final class StrictParserFactory implements MessageParserFactory {
  private final MessageParser parser = new StrictParser();

  @Override
  public MessageParser createMessageParser(SIPTransactionStack stack) {
    return parser;
  }
}
