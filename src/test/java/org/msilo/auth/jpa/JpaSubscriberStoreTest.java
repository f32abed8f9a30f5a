package org.msilo.auth.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.msilo.testing.MessageFixtures.ALICE;
import static org.msilo.testing.MessageFixtures.BOB;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.msilo.auth.DigestAlgorithm;
import org.msilo.auth.Subscriber;
import org.msilo.message.AddressOfRecord;
import org.msilo.testing.TestDatabase;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class JpaSubscriberStoreTest {
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final JpaSubscriberStore store;

  JpaSubscriberStoreTest(TestDatabase on) {
    this.store = new JpaSubscriberStore(on.shared().transactions(), threads, threads);
  }

  @AfterEach
  void close() {
    store.close();
    threads.shutdown();
  }

  @Test
  void subscriber_comes_back_as_he_was_put() {
    Subscriber both = Subscriber.withPassword(BOB, "secret");
    Subscriber md5 =
        new Subscriber(
            ALICE, Optional.of(DigestAlgorithm.MD5.ha1("a", "b", "c")), Optional.empty());
    store.put(both);
    store.put(md5);

    assertThat(store.find(BOB).join()).contains(both);
    assertThat(store.find(ALICE).join()).contains(md5);
    assertThat(store.find(new AddressOfRecord("nobody", BOB.host())).join()).isEmpty();
  }

  @Test
  void names_differ_by_case_and_domain() {
    store.put(Subscriber.withPassword(BOB, "secret"));

    assertThat(store.find(new AddressOfRecord("Bob", BOB.host())).join()).isEmpty();
    assertThat(store.find(new AddressOfRecord("bob ", BOB.host())).join()).isEmpty();
    assertThat(store.find(new AddressOfRecord("b\u00f6b", BOB.host())).join()).isEmpty();
    assertThat(store.find(new AddressOfRecord(BOB.user(), "example.net")).join()).isEmpty();
    assertThat(store.find(new AddressOfRecord("' or 1=1 --", BOB.host())).join()).isEmpty();
  }

  @Test
  void new_password_takes_the_place_of_the_old_one_and_a_removed_user_is_gone() {
    store.put(Subscriber.withPassword(BOB, "old"));
    store.put(Subscriber.withPassword(BOB, "new"));
    assertThat(store.find(BOB).join()).contains(Subscriber.withPassword(BOB, "new"));

    assertThat(store.remove(BOB)).isTrue();
    assertThat(store.remove(BOB)).isFalse();
    assertThat(store.find(BOB).join()).isEmpty();
  }

  @Test
  void pages_lead_through_all() {
    List<AddressOfRecord> all =
        IntStream.range(0, 7).mapToObj(i -> new AddressOfRecord("u" + i, "d" + i / 3)).toList();
    all.forEach(aor -> store.put(Subscriber.withPassword(aor, "x")));

    List<Subscriber> first = store.listAfter(Optional.empty(), 4);
    List<Subscriber> second = store.listAfter(Optional.of(first.get(3).aor()), 4);

    assertThat(first).extracting(Subscriber::aor).isEqualTo(all.subList(0, 4));
    assertThat(second).extracting(Subscriber::aor).isEqualTo(all.subList(4, 7));
  }

  @Test
  void look_ups_are_gathered_and_each_gets_its_own_answer() {
    store.put(Subscriber.withPassword(BOB, "b"));
    store.put(Subscriber.withPassword(ALICE, "a"));
    List<CompletableFuture<Optional<Subscriber>>> found =
        IntStream.range(0, 1000).mapToObj(i -> store.find(i % 2 == 0 ? BOB : ALICE)).toList();

    for (int i = 0; i < found.size(); i++) {
      assertThat(found.get(i).join().orElseThrow().aor()).isEqualTo(i % 2 == 0 ? BOB : ALICE);
    }
  }
}
