package org.msilo.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.msilo.testing.Backlog;
import org.msilo.testing.FreePort;
import org.msilo.testing.Homes;
import org.msilo.testing.ReceivedRequest;
import org.msilo.testing.SipPhone;
import org.msilo.testing.WarProcess;

/** SIGTERM while many mailboxes are being dumped to phones that take their time. */
class ShutdownIT {
  private static final int MAILBOXES = 500;

  /** A mailbox takes 15 s with such phones, longer than a stop waits for what has begun. */
  private static final int MESSAGES = 10;

  private static final int THINKING_MILLIS = 1500;

  private final int port = FreePort.find();
  @TempDir private Path home;

  @Test
  void sigterm_while_500_dumps_run_loses_and_repeats_nothing() {
    ScheduledExecutorService thinking = Executors.newSingleThreadScheduledExecutor();
    try (SipPhone all = SipPhone.udp("all", port)) {
      all.answers(
          message ->
              thinking.schedule(() -> message.answer(200), THINKING_MILLIS, TimeUnit.MILLISECONDS));
      WarProcess.server(home, port).terminate();
      Backlog.in(home).mailboxes(MAILBOXES).messagesEach(MESSAGES).boundTo(all.port()).insert();

      try (WarProcess server = WarProcess.server(home, port, "--check_time=1")) {
        await("all dumps run")
            .atMost(SipPhone.PATIENCE)
            .until(() -> byMailbox(all).size() == MAILBOXES);
        assertThat(server.terminate()).isZero();
      }
      assertThat(Homes.rows(home)).as("stopped in the midst").isPositive();

      all.answers(message -> message.answer(200));
      try (WarProcess server = WarProcess.server(home, port)) {
        await("all delivered")
            .atMost(SipPhone.PATIENCE.multipliedBy(3))
            .until(() -> all.messages().size() >= MAILBOXES * MESSAGES);
        all.assertNoMoreMessagesThan(MAILBOXES * MESSAGES);
        server.terminate();
      }
      List<String> each = IntStream.range(0, MESSAGES).mapToObj(Backlog::text).toList();
      assertThat(byMailbox(all)).allSatisfy((mailbox, texts) -> assertThat(texts).isEqualTo(each));
      assertThat(Homes.rows(home)).isZero();
    } finally {
      thinking.shutdownNow();
    }
  }

  private static Map<String, List<String>> byMailbox(SipPhone phone) {
    return phone.messages().stream()
        .map(ReceivedRequest::request)
        .collect(
            Collectors.groupingBy(
                request -> request.requestUri().replaceAll("sip:|@.*", ""),
                TreeMap::new,
                Collectors.mapping(request -> request.text(), Collectors.toList())));
  }
}
