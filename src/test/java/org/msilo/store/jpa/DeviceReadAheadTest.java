package org.msilo.store.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.msilo.testing.MessageFixtures.BOB;
import static org.msilo.testing.MessageFixtures.NOON;
import static org.msilo.testing.MessageFixtures.message;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.msilo.message.DeviceId;
import org.msilo.message.MessageId;
import org.msilo.store.Answer;
import org.msilo.store.Attempt;
import org.msilo.store.Claim;
import org.msilo.store.DeviceSettlement;
import org.msilo.store.DeviceSettlement.Ending;
import org.msilo.testing.RecordingDataSource;
import org.msilo.testing.SentStatement;
import org.msilo.testing.SettableClock;
import org.msilo.testing.TestDatabase;

/** A mailbox that goes to each device is read once for many deliveries, and not for each. */
class DeviceReadAheadTest {
  private static final DeviceId DESK = new DeviceId("<urn:uuid:desk>");
  private static final DeviceId MOBILE = new DeviceId("<urn:uuid:mobile>");

  private final SettableClock clock = new SettableClock(NOON);
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void shutDown() {
    threads.shutdown();
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void what_is_next_was_read_with_the_first_message(TestDatabase on) {
    try (RecordingDataSource recorder = new RecordingDataSource(on.fresh());
        Database database = recorder.open();
        JpaMessageStore store =
            new JpaMessageStore(database.transactions(), clock, () -> "one", threads, threads);
        JpaDeviceMailboxes devices = store.byDevices(Duration.ofDays(1), threads, threads)) {
      for (int number = 1; number <= 3; number++) {
        store.append(message(number)).join();
      }
      devices.seen(BOB, List.of(DESK, MOBILE)).join();
      devices.claim(BOB, List.of(DESK, MOBILE)).join();
      recorder.forget();

      settle(devices, 1, DESK, Ending.TAKEN);
      settle(devices, 1, MOBILE, Ending.TAKEN);
      Claim next = settle(devices, 2, DESK, Ending.TAKEN);

      assertThat(next.first()).hasValueSatisfying(m -> assertThat(m.body().bytes()).isNotEmpty());
      assertThat(recorder.statements()).isNotEmpty().noneMatch(DeviceReadAheadTest::readsBodies);

      settle(devices, 2, MOBILE, Ending.FAILED);

      assertThat(recorder.statements()).as("anew").anyMatch(DeviceReadAheadTest::readsBodies);
    }
  }

  private Claim settle(JpaDeviceMailboxes devices, long message, DeviceId device, Ending ending) {
    int status = ending == Ending.TAKEN ? 200 : 480;
    return devices
        .settle(
            new DeviceSettlement(
                BOB,
                device,
                ending,
                new Attempt(new MessageId(message), 1, new Answer(status, "so")),
                1,
                Optional.empty(),
                List.of(DESK, MOBILE)))
        .join();
  }

  private static boolean readsBodies(SentStatement sent) {
    return sent.kind().equals("select silo") && sent.sql().contains("body");
  }
}
