package org.msilo.dump;

import org.msilo.message.Binding;
import org.msilo.message.OfflineMessage;

/** Sends a stored message to a binding; thread-safe. */
public interface MessageSender {

  /**
   * Sends without waiting for the answer, which {@link MailboxDump#concluded} gets.
   *
   * @throws SendFailedException when it could not even be sent
   */
  void send(OfflineMessage message, Binding binding);
}
