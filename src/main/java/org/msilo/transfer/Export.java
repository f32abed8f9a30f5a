package org.msilo.transfer;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.msilo.message.MessageId;
import org.msilo.message.OfflineMessage;
import org.msilo.store.MessageStoreException;
import org.msilo.store.jpa.WaitingMail;

/**
 * Writes what waits into a silo table, page by page in the order of receipt. The messages stay
 * where they are, too. For one thread.
 */
final class Export {
  private static final int PAGE = 128;

  private final WaitingMail mail;
  private final RowMaker maker;
  private final Pages pages;
  private final Clock clock;

  /** Where the rows go. */
  interface Pages {
    /** Writes rows; one outcome for each, in order. */
    List<Outcome> write(List<SiloRow> rows) throws TransferException;
  }

  Export(WaitingMail mail, RowMaker maker, Pages pages, Clock clock) {
    this.mail = mail;
    this.maker = maker;
    this.pages = pages;
    this.clock = clock;
  }

  /** Counts into the tally as it goes, so that it holds the truth after a failure, too. */
  void run(Tally tally, Progress progress) throws TransferException {
    WaitingMail.Page page = after(new MessageId(Long.MIN_VALUE));
    while (!page.isEmpty()) {
      write(page.messages(), tally);
      page.closed()
          .forEach(closed -> refuse(tally, closed, "its key is not in encryption_key_file"));
      progress.at(tally.all());
      page = after(page.last());
    }
  }

  private WaitingMail.Page after(MessageId last) throws TransferException {
    try {
      return mail.after(last, PAGE);
    } catch (MessageStoreException e) {
      throw TransferException.cannotRun(e.getMessage() + "; run it again", e);
    }
  }

  private void write(List<OfflineMessage> messages, Tally tally) throws TransferException {
    List<SiloRow> rows = new ArrayList<>(messages.size());
    for (OfflineMessage message : messages) {
      if (message.isExpiredAt(clock.instant())) {
        tally.add(Outcome.EXPIRED);
        continue;
      }
      try {
        rows.add(maker.row(message));
      } catch (RefusedRowException e) {
        refuse(tally, message, e.getMessage());
      }
    }
    pages.write(rows).forEach(tally::add);
  }

  private static void refuse(Tally tally, OfflineMessage message, String reason) {
    tally.refuse("message %s for %s".formatted(message.id(), message.mailbox()), reason);
  }
}
