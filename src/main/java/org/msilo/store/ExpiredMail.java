package org.msilo.store;

import java.util.List;
import org.msilo.message.OfflineMessage;

/**
 * What a sweep took out of the store.
 *
 * @param removed how many messages, whatever their state
 * @param undelivered those among them that still waited when they expired: nobody had taken them,
 *     and nobody had refused them for good
 */
public record ExpiredMail(int removed, List<OfflineMessage> undelivered) {

  public ExpiredMail {
    undelivered = List.copyOf(undelivered);
  }
}
