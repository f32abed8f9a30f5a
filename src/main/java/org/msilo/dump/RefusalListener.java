package org.msilo.dump;

import org.msilo.message.OfflineMessage;

/** Hears of messages that will never be delivered, once for each, after the commit. */
public interface RefusalListener {

  /** Its user wants it nowhere; it is gone. */
  void declined(OfflineMessage message);

  /** No phone that counts will ever take it; it is kept, marked, until it expires. */
  void refused(OfflineMessage message);
}
