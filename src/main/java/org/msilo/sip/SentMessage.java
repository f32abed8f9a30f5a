package org.msilo.sip;

import org.msilo.message.AddressOfRecord;
import org.msilo.message.DeviceId;
import org.msilo.message.MessageId;

/**
 * What the SipSession of a delivered message carries, to find the way back from its response.
 *
 * @param mailbox whose message
 * @param id which
 * @param device where it was sent to
 * @param sentAt when, by {@link System#nanoTime()}
 */
record SentMessage(AddressOfRecord mailbox, MessageId id, DeviceId device, long sentAt) {
  static final String ATTRIBUTE = "org.msilo.sent";
}
