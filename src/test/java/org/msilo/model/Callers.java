package org.msilo.model;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.msilo.message.AddressOfRecord;
import org.msilo.message.MessageOrigin;
import org.msilo.message.OfflineMessage;
import org.msilo.notice.Notice;
import org.msilo.testing.MessageFixtures;
import org.msilo.testing.SettableClock;

/** Those who send MESSAGEs, get final responses, and now and then a notice. For one thread. */
final class Callers {
  private static final int COPIES = 8;
  private static final Duration BRIEF = Duration.ofSeconds(90);

  private final Ledger ledger;
  private final SettableClock clock;
  private final Journal journal;
  private final FaultyDatabase database;
  private final List<OfflineMessage> sent = new ArrayList<>();
  private boolean noticeFails;

  Callers(Ledger ledger, SettableClock clock, Journal journal, FaultyDatabase database) {
    this.ledger = ledger;
    this.clock = clock;
    this.journal = journal;
    this.database = database;
  }

  /** A new MESSAGE. */
  void send(Node node, AddressOfRecord mailbox, boolean isBrief) {
    send(
        node,
        mailbox,
        new MessageOrigin("call-" + sent.size(), 1, "tag"),
        clock.instant().plus(isBrief ? BRIEF : Node.RETENTION));
  }

  /** A copy of one of the last MESSAGEs. */
  void resend(Node node, int choice) {
    if (!sent.isEmpty()) {
      OfflineMessage first = sent.get(Math.max(0, sent.size() - 1 - choice % COPIES));
      send(node, first.mailbox(), first.origin(), first.expiresAt());
    }
  }

  private void send(Node node, AddressOfRecord mailbox, MessageOrigin origin, Instant expiresAt) {
    OfflineMessage message =
        new OfflineMessage(
            node.ids().next(),
            mailbox,
            mailbox.toUri(),
            "<sip:alice@example.net>",
            "<" + mailbox.toUri() + ">",
            origin,
            List.of(),
            MessageFixtures.text(origin.callId()),
            clock.instant(),
            expiresAt,
            Optional.empty(),
            Optional.empty());
    sent.add(message);
    journal.note(message.id() + " (" + origin.callId() + ") for " + mailbox.user());
    ledger.received(message, database.faults(), database.isWell());
    node.front().receive(message);
  }

  void answered(OfflineMessage message, int status) {
    journal.note(message.id() + " gets " + status);
    ledger.answered(message, status, database.faults());
  }

  void told(Notice notice) {
    if (noticeFails) {
      noticeFails = false;
      throw new IllegalStateException("no notice today");
    }
    if (notice.text().contains("declined")) {
      ledger.declinedNotice();
    }
  }

  void failNextNotice() {
    noticeFails = true;
  }

  void mend() {
    noticeFails = false;
  }
}
