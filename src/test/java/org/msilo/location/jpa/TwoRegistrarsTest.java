package org.msilo.location.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.msilo.testing.MessageFixtures.BOB;
import static org.msilo.testing.MessageFixtures.NOON;
import static org.msilo.testing.MessageFixtures.asking;
import static org.msilo.testing.MessageFixtures.hours;
import static org.msilo.testing.MessageFixtures.register;
import static org.msilo.testing.MessageFixtures.removeAll;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.msilo.location.RegisterOutcome;
import org.msilo.location.RegisterOutcome.Status;
import org.msilo.location.RegisterRules;
import org.msilo.location.Registration;
import org.msilo.message.AddressOfRecord;
import org.msilo.message.Binding;
import org.msilo.store.jpa.Database;
import org.msilo.store.jpa.DatabaseSettings;
import org.msilo.testing.InMemoryBindingStore;
import org.msilo.testing.SettableClock;
import org.msilo.testing.TestDatabase;

/** Two nodes with pools of their own that register the same users at the same time. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class TwoRegistrarsTest {
  private static final int USERS = 100;
  private static final int REQUESTS = 12;
  private static final String DESK = "sip:desk@192.0.2.1";

  private final SettableClock clock = new SettableClock(NOON);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Random random = new Random(20260101);
  private final Database here;
  private final Database there;
  private final JpaBindingStore one;
  private final JpaBindingStore two;

  TwoRegistrarsTest(TestDatabase on) {
    DatabaseSettings settings = on.fresh();
    here = TestDatabase.open(settings);
    there = TestDatabase.open(settings);
    one = store(here);
    two = store(there);
  }

  @AfterEach
  void close() {
    one.close();
    two.close();
    threads.shutdown();
    here.close();
    there.close();
  }

  @Test
  void latest_request_of_a_phone_counts_at_whichever_node_it_came() {
    List<Registration> requests = new ArrayList<>();
    forEachUser(
        (user, cseq) -> requests.add(register(user, "a", cseq, NOON.plusMillis(cseq), DESK)));

    List<RegisterOutcome> outcomes = atBothNodes(requests);

    assertThat(outcomes)
        .extracting(RegisterOutcome::status)
        .containsOnly(Status.DONE, Status.OUT_OF_ORDER);
    for (int i = 0; i < USERS; i++) {
      assertThat(bindings(user(i)))
          .singleElement()
          .returns((long) REQUESTS, Binding::cseq)
          .returns(NOON.plusMillis(REQUESTS), Binding::registeredAt);
    }
  }

  @Test
  void asterisk_that_came_last_leaves_nothing_whatever_the_other_node_was_doing() {
    List<Registration> requests = new ArrayList<>();
    forEachUser(
        (user, cseq) ->
            requests.add(
                cseq == REQUESTS
                    ? removeAll(user, "a", cseq, NOON)
                    : register(user, "a", cseq, NOON, "sip:c" + cseq + "@192.0.2.1")));

    atBothNodes(requests);

    for (int i = 0; i < USERS; i++) {
      assertThat(bindings(user(i))).isEmpty();
    }
  }

  @Test
  void contacts_of_different_phones_are_all_kept_up_to_the_limit() {
    List<Registration> requests =
        new ArrayList<>(
            IntStream.range(0, 60)
                .mapToObj(i -> register(BOB, "call" + i, 1, NOON, "sip:bob@192.0.2." + i))
                .toList());

    List<RegisterOutcome> outcomes = atBothNodes(requests);

    assertThat(outcomes).extracting(RegisterOutcome::status).contains(Status.TOO_MANY);
    assertThat(outcomes.stream().filter(o -> o.status() == Status.DONE)).hasSize(50);
    assertThat(bindings(BOB)).hasSize(50);
  }

  @Test
  void user_whose_bindings_were_swept_registers_anew() {
    one.register(register(BOB, "a", 1, NOON, DESK)).join();
    two.register(register(user(1), "a", 1, NOON, List.of(hours(DESK, 3)))).join();
    two.register(register(BOB, "b", 1, NOON, List.of(asking("sip:x@y", Duration.ZERO)))).join();
    clock.advance(Duration.ofHours(2));
    Instant later = clock.instant();

    assertThat(one.deleteExpired(later, 10)).isEqualTo(2);

    assertThat(lockable()).as("nothing is left behind").isEqualTo(1);
    assertThat(two.register(register(BOB, "a", 1, later, DESK)).join().status())
        .isEqualTo(Status.DONE);
    assertThat(bindings(BOB)).hasSize(1);
  }

  @Test
  void question_about_nobody_leaves_nothing_behind() {
    assertThat(one.register(register(BOB, "a", 1, NOON)).join().bindings()).isEmpty();

    assertThat(lockable()).isZero();
  }

  private void forEachUser(Request request) {
    for (int user = 0; user < USERS; user++) {
      for (int cseq = 1; cseq <= REQUESTS; cseq++) {
        request.of(user(user), cseq);
      }
    }
  }

  /** Gives them to both nodes in any order, each to one of them. */
  private List<RegisterOutcome> atBothNodes(List<Registration> requests) {
    Collections.shuffle(requests, random);
    List<CompletableFuture<RegisterOutcome>> outcomes =
        requests.stream()
            .map(request -> (random.nextBoolean() ? one : two).register(request))
            .toList();
    return outcomes.stream().map(CompletableFuture::join).toList();
  }

  private List<Binding> bindings(AddressOfRecord aor) {
    return one.bindingsOf(aor).join();
  }

  private long lockable() {
    return here.transactions()
        .read(
            session ->
                session
                    .createSelectionQuery("select count(a) from Aor a", Long.class)
                    .getSingleResult());
  }

  private static AddressOfRecord user(int i) {
    return new AddressOfRecord("u" + i, "example.org");
  }

  private JpaBindingStore store(Database in) {
    return new JpaBindingStore(
        in.transactions(),
        new RegisterRules(InMemoryBindingStore.SETTINGS),
        clock,
        threads,
        threads);
  }

  private interface Request {
    void of(AddressOfRecord user, int cseq);
  }
}
