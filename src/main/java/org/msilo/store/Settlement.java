package org.msilo.store;

import java.util.OptionalInt;
import org.msilo.message.AddressOfRecord;
import org.msilo.message.MessageId;

/**
 * How one message of a claimed mailbox ended.
 *
 * @param mailbox whose
 * @param message which
 * @param refusedFor the status code that marks it as refused for good; empty to remove it
 */
public record Settlement(AddressOfRecord mailbox, MessageId message, OptionalInt refusedFor) {

  public static Settlement remove(AddressOfRecord mailbox, MessageId message) {
    return new Settlement(mailbox, message, OptionalInt.empty());
  }

  public static Settlement refuse(AddressOfRecord mailbox, MessageId message, int status) {
    return new Settlement(mailbox, message, OptionalInt.of(status));
  }
}
