package org.msilo.store;

import java.util.Optional;
import org.msilo.message.AddressOfRecord;
import org.msilo.message.MessageId;

/**
 * How one message of a claimed mailbox ended.
 *
 * @param mailbox whose
 * @param message which
 * @param refusal what marks it as refused for good; empty to remove it
 */
public record Settlement(AddressOfRecord mailbox, MessageId message, Optional<Attempt> refusal) {

  public static Settlement remove(AddressOfRecord mailbox, MessageId message) {
    return new Settlement(mailbox, message, Optional.empty());
  }

  /** The message that the attempt was about is refused for good by the answer to it. */
  public static Settlement refuse(AddressOfRecord mailbox, Attempt refusal) {
    return new Settlement(mailbox, refusal.message(), Optional.of(refusal));
  }
}
