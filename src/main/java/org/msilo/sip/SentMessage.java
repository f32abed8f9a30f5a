package org.msilo.sip;

import org.msilo.message.AddressOfRecord;
import org.msilo.message.MessageId;

/**
 * What the SipSession of a delivered message carries, to find the way back from its response.
 *
 * @param mailbox whose message
 * @param id which
 */
record SentMessage(AddressOfRecord mailbox, MessageId id) {
  static final String ATTRIBUTE = "org.msilo.sent";
}
