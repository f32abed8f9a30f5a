package org.msilo.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.msilo.testing.Backlog;
import org.msilo.testing.SipPhone;
import org.msilo.testing.TestServer;
import org.msilo.testing.fault.JdbcFault;

/** What a start has to read does not depend on how much waits. */
class StartIT {
  private static final int MAILBOXES = 2_000;
  private static final int MESSAGES = 10;

  @Test
  void start_with_20000_waiting_messages_reads_as_many_rows_as_one_with_none() {
    StartRecord record = new StartRecord();
    try (TestServer server = TestServer.with().onFaultyDatabase(record).start()) {
      server.stop();
      int empty = record.ofStart(server);
      server.stop();
      Backlog.in(server.home()).mailboxes(MAILBOXES).messagesEach(MESSAGES).insert();

      int full = record.ofStart(server);

      assertThat(server.rows()).isEqualTo(MAILBOXES * MESSAGES);
      assertThat(full).isEqualTo(empty);
    }
  }

  @Test
  void mail_of_bound_users_goes_out_after_the_start_without_a_new_register() {
    try (TestServer server = TestServer.with().start();
        SipPhone all = server.phone("all")) {
      server.stop();
      Backlog.in(server.home()).mailboxes(50).messagesEach(2).boundTo(all.port()).insert();

      server.start();

      all.awaitMessages(100);
      all.assertNoMoreMessagesThan(100);
      List<String> texts = IntStream.range(0, 2).mapToObj(Backlog::text).toList();
      assertThat(Set.copyOf(all.texts())).hasSameElementsAs(texts);
      await("empty silo").atMost(SipPhone.PATIENCE).until(() -> server.rows() == 0);
    }
  }

  /** The rows that were read until the end of the first cycle of the clock. */
  private static final class StartRecord implements JdbcFault {
    private static final String LAST_OF_THE_CYCLE = "from silo_aor ar1_0 where ar1_0.aor>";

    private final AtomicInteger rows = new AtomicInteger();
    private final List<String> statements = new CopyOnWriteArrayList<>();

    int ofStart(TestServer server) {
      rows.set(0);
      statements.clear();
      server.start();
      await("the first cycle")
          .atMost(SipPhone.PATIENCE)
          .until(() -> statements.stream().anyMatch(sql -> sql.contains(LAST_OF_THE_CYCLE)));
      return rows.get();
    }

    @Override
    public void atStatement(String sql) {
      statements.add(sql);
    }

    @Override
    public void atRow() {
      rows.incrementAndGet();
    }
  }
}
