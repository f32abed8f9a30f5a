package org.msilo.transfer;

import java.util.Optional;
import org.msilo.message.OfflineMessage;

/**
 * What is to be done with a row.
 *
 * @param message the row as a message, if it is to be taken
 * @param outcome why not, else {@link Outcome#TAKEN}
 * @param reason what is wrong with a refused row, else ""
 */
record Verdict(Optional<OfflineMessage> message, Outcome outcome, String reason) {

  static Verdict take(OfflineMessage message) {
    return new Verdict(Optional.of(message), Outcome.TAKEN, "");
  }

  static Verdict skip(Outcome outcome) {
    return new Verdict(Optional.empty(), outcome, "");
  }

  static Verdict refuse(String reason) {
    return new Verdict(Optional.empty(), Outcome.REFUSED, reason);
  }
}
