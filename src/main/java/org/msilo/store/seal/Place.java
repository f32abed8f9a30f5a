package org.msilo.store.seal;

import java.nio.charset.StandardCharsets;

/**
 * The row that content belongs to: sealed for one, it does not open in another.
 *
 * @param message id of the message
 * @param mailbox whose message it is
 */
public record Place(long message, String mailbox) {

  byte[] toBytes() {
    return ("msilo message " + message + " of " + mailbox).getBytes(StandardCharsets.UTF_8);
  }
}
