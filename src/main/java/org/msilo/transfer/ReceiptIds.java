package org.msilo.transfer;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.msilo.message.MessageId;
import org.msilo.message.MessageIds;

/**
 * Ids for messages that came elsewhere: by the second of their receipt there and their order in the
 * table, so that they stand before what msilo itself has received since. For one thread.
 */
final class ReceiptIds {
  /** A number no live node has, or two messages could get one id. */
  private static final int NODE = MessageIds.NODES - 1;

  /** The lowest bits tell the rows of two tables apart that stand at the same place. */
  private static final int SPREAD = 64;

  private static final int PLACES_A_MILLI = MessageIds.IDS_A_MILLI / SPREAD;
  private static final int MILLIS = 1000;

  private long second;
  private int place;

  MessageId next(Instant receivedAt, RowKey row) {
    place = receivedAt.getEpochSecond() == second ? place + 1 : 0;
    second = receivedAt.getEpochSecond();
    Instant moment =
        receivedAt
            .truncatedTo(ChronoUnit.SECONDS)
            .plusMillis(Math.min(place / PLACES_A_MILLI, MILLIS - 1));
    int counter = place % PLACES_A_MILLI * SPREAD + row.hash() % SPREAD;
    return MessageIds.at(moment, NODE, counter);
  }

  /** Another id at the same place, for a row whose first one is taken. */
  static MessageId other(MessageId taken, int attempt) {
    return new MessageId(taken.value() ^ attempt);
  }
}
