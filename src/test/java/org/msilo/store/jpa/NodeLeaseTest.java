package org.msilo.store.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.msilo.testing.MessageFixtures.BOB;
import static org.msilo.testing.MessageFixtures.NOON;
import static org.msilo.testing.MessageFixtures.message;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.msilo.store.Claim;
import org.msilo.testing.SettableClock;
import org.msilo.testing.TestDatabase;

/** Who has which number, and what becomes of the claims of those who are gone. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class NodeLeaseTest {
  private final SettableClock clock = new SettableClock(NOON);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<JpaMessageStore> stores = new ArrayList<>();
  private final Database database;

  NodeLeaseTest(TestDatabase on) {
    this.database = on.shared();
  }

  @BeforeEach
  void forgetAllNodes() {
    database
        .transactions()
        .write(session -> session.createMutationQuery("delete from Node").executeUpdate());
  }

  @AfterEach
  void stop() {
    stores.forEach(JpaMessageStore::close);
    threads.shutdown();
  }

  @Test
  void each_node_has_a_number_of_its_own() {
    assertThat(List.of(node("a").number(), node("b").number(), node("c").number()))
        .containsExactly(0, 1, 2);
  }

  @Test
  void nodes_that_start_at_once_get_different_numbers() {
    List<CompletableFuture<NodeLease>> nodes =
        IntStream.range(0, 5)
            .mapToObj(i -> CompletableFuture.supplyAsync(() -> node("n" + i), threads))
            .toList();

    assertThat(nodes.stream().map(CompletableFuture::join).map(NodeLease::number))
        .containsExactlyInAnyOrder(0, 1, 2, 3, 4);
  }

  @Test
  void node_that_starts_again_has_its_number_and_its_claims_are_due_at_once() {
    node("a");
    NodeLease killed = node("b");
    claimForBob(killed::owner);

    NodeLease again = node("b");

    assertThat(again.number()).isEqualTo(1);
    assertThat(again.owner()).isNotEqualTo(killed.owner());
    assertThat(store(again::owner).dueMailboxes(NOON, 10)).containsExactly(BOB);
    assertThat(store(again::owner).claim(BOB, false).join().first()).hasValue(message(1));
  }

  @Test
  void number_of_a_node_that_stopped_rests_before_another_gets_it() {
    NodeLease stopped = node("a");
    stopped.close();

    assertThat(node("b").number()).isEqualTo(1);
    clock.advance(NodeLease.REST.plusSeconds(1));
    assertThat(node("c").number()).isZero();
  }

  @Test
  void node_that_stops_in_order_gives_its_claims_back() {
    NodeLease stopped = node("a");
    claimForBob(stopped::owner);
    stopped.close();

    assertThat(store(() -> "other").dueMailboxes(NOON, 10)).containsExactly(BOB);
  }

  @Test
  void claims_of_a_silent_node_are_taken_over_before_they_lapse() {
    NodeLease silent = node("a");
    NodeLease living = node("b");
    claimForBob(silent::owner);
    clock.advance(NodeLease.LEASE.plusSeconds(1));

    renewThrice(living);

    assertThat(store(living::owner).claim(BOB, false).join().status())
        .isEqualTo(Claim.Status.CLAIMED);
  }

  @Test
  void nobody_is_buried_right_after_the_database_was_away() {
    NodeLease slow = node("a");
    NodeLease fast = node("b");
    claimForBob(slow::owner);
    clock.advance(NodeLease.LEASE.plusSeconds(1));

    fast.renew();
    slow.renew();
    renewThrice(fast);

    assertThat(store(fast::owner).claim(BOB, true).join()).isEqualTo(Claim.busy());
    assertThat(slow.number()).isZero();
  }

  @Test
  void node_that_renews_keeps_its_number_and_its_claims() {
    NodeLease living = node("a");
    NodeLease other = node("b");
    claimForBob(living::owner);
    for (int i = 0; i < 10; i++) {
      clock.advance(Duration.ofSeconds(10));
      living.renew();
      other.renew();
    }

    assertThat(living.number()).isZero();
    assertThat(store(other::owner).claim(BOB, true).join()).isEqualTo(Claim.busy());
  }

  @Test
  void node_that_was_taken_for_dead_goes_on_under_a_new_name() {
    NodeLease silent = node("a");
    NodeLease living = node("b");
    String before = silent.owner();
    clock.advance(NodeLease.REST.plus(NodeLease.LEASE).plusSeconds(1));
    renewThrice(living);
    NodeLease successor = node("c");
    assertThat(successor.number()).isZero();

    silent.renew();

    assertThat(silent.owner()).isNotEqualTo(before);
    assertThat(silent.number()).isEqualTo(2);
  }

  @Test
  void when_all_numbers_are_used_up_the_one_that_lapsed_longest_ago_is_next() {
    database
        .transactions()
        .write(
            session -> {
              for (int i = 0; i < NodeLease.NUMBERS; i++) {
                NodeRow row = new NodeRow(i);
                row.hold(
                    "o" + i + "-x-1",
                    "i" + i,
                    null,
                    i == 700 ? NOON.minusSeconds(1) : NOON.plusSeconds(9));
                session.insert(row);
              }
              return null;
            });

    assertThat(node("a").number()).isEqualTo(700);
    assertThatExceptionOfType(DatabaseUnavailableException.class)
        .isThrownBy(() -> node("b"))
        .withMessageContaining("1023");
  }

  private NodeLease node(String identity) {
    return new NodeLease(database.transactions(), clock, identity, Optional.empty());
  }

  private static void renewThrice(NodeLease node) {
    for (int i = 0; i < 3; i++) {
      node.renew();
    }
  }

  private void claimForBob(Supplier<String> owner) {
    JpaMessageStore store = store(owner);
    store.append(message(1)).join();
    assertThat(store.claim(BOB, true).join().status()).isEqualTo(Claim.Status.CLAIMED);
  }

  private JpaMessageStore store(Supplier<String> owner) {
    JpaMessageStore store =
        new JpaMessageStore(database.transactions(), clock, owner, threads, threads);
    stores.add(store);
    return store;
  }
}
