package org.msilo.store.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.msilo.testing.MessageFixtures.NOON;
import static org.msilo.testing.MessageFixtures.message;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.msilo.limit.LimitCounts;
import org.msilo.message.AddressOfRecord;
import org.msilo.message.OfflineMessage;
import org.msilo.store.AppendResult;
import org.msilo.store.Quota;
import org.msilo.testing.RecordingDataSource;
import org.msilo.testing.TestDatabase;

/** Many phones register at once, and their mailboxes are full. */
class FirstMailTest {
  private static final int MAILBOXES = 100;
  private static final int MOST_PARAMETERS = 1024;

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void many_full_mailboxes_are_read_whole_with_short_questions(TestDatabase on) {
    try (RecordingDataSource recorder = new RecordingDataSource(on.fresh());
        Database database = recorder.open()) {
      List<OfflineMessage> all = store(database);

      Map<String, List<OfflineMessage>> read =
          database
              .transactions()
              .read(
                  session ->
                      new FirstMail(session, database.transactions().seals(), NOON)
                          .read(mailboxes()));

      assertThat(read).containsOnlyKeys(mailboxes());
      List<OfflineMessage> found = new ArrayList<>();
      mailboxes().forEach(mailbox -> found.addAll(read.get(mailbox)));
      assertThat(found)
          .usingRecursiveFieldByFieldElementComparator()
          .containsExactlyElementsOf(all);
      assertThat(recorder.statements())
          .allSatisfy(
              sent ->
                  assertThat(sent.sql().chars().filter(c -> c == '?').count())
                      .isLessThan(MOST_PARAMETERS));
    }
  }

  /** As many messages for each mailbox as are read at once; in the order of the mailboxes. */
  private static List<OfflineMessage> store(Database database) {
    List<OfflineMessage> all =
        LongStream.range(0, (long) MAILBOXES * ReadAhead.MESSAGES)
            .mapToObj(i -> message(i + 1, user((int) (i / ReadAhead.MESSAGES))))
            .toList();
    AppendTransaction append =
        new AppendTransaction(
            database.transactions(),
            new MailboxRoom(Quota.NONE, Clock.systemUTC(), new LimitCounts()));
    for (int from = 0; from < all.size(); from += ReadAhead.MESSAGES) {
      assertThat(append.run(all.subList(from, from + ReadAhead.MESSAGES)))
          .containsOnly(AppendResult.STORED);
    }
    return all;
  }

  private static List<String> mailboxes() {
    return IntStream.range(0, MAILBOXES).mapToObj(i -> user(i).toString()).toList();
  }

  private static AddressOfRecord user(int number) {
    return new AddressOfRecord("user" + number, "example.org");
  }
}
