package org.msilo.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.msilo.testing.MessageFixtures.NOON;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.msilo.auth.Verdict.Outcome;
import org.msilo.message.AddressOfRecord;
import org.msilo.testing.DigestAnswer;
import org.msilo.testing.SettableClock;

class AuthenticatorTest {
  private static final AddressOfRecord BOB = new AddressOfRecord("bob", "example.org");
  private static final AddressOfRecord ALICE = new AddressOfRecord("alice", "example.org");
  private static final AddressOfRecord OLD = new AddressOfRecord("old", "example.org");
  private static final byte[] SECRET = {1, 2, 3};

  private final SettableClock clock = new SettableClock(NOON);
  private final Map<AddressOfRecord, Subscriber> users =
      Map.of(
          BOB,
          Subscriber.withPassword(BOB, "secret"),
          ALICE,
          Subscriber.withPassword(ALICE, "secret"),
          OLD,
          new Subscriber(
              OLD,
              Optional.of(DigestAlgorithm.MD5.ha1("old", "example.org", "secret")),
              Optional.empty()));
  private final Authenticator authenticator = node(SECRET);

  @Test
  void challenge_offers_sha_256_first_then_md5_with_one_nonce_and_qop() {
    List<String> values = authenticator.challenge("example.org");

    assertThat(values).hasSize(2).allMatch(it -> it.contains("qop=\"auth\""));
    assertThat(values.get(0)).contains("algorithm=SHA-256", "realm=\"example.org\"");
    assertThat(values.get(1)).contains("algorithm=MD5").doesNotContain("stale");
  }

  @Test
  void right_password_proves_with_either_algorithm() throws Exception {
    List<String> offers = authenticator.challenge("example.org");
    assertThat(judge(answer(offers.get(0), 1, "bob", "secret"), BOB)).isEqualTo(Outcome.PROVED);
    assertThat(judge(answer(offers.get(1), 2, "bob", "secret"), BOB)).isEqualTo(Outcome.PROVED);
  }

  @Test
  void wrong_password_unknown_user_and_other_realm_prove_nothing() throws Exception {
    assertThat(judge(answer(offer(), "bob", "Secret"), BOB)).isEqualTo(Outcome.WRONG);
    assertThat(judge(answer(offer(), "nobody", "secret"), BOB)).isEqualTo(Outcome.WRONG);
    String elsewhere = authenticator.challenge("example.net").get(0);
    assertThat(judge(answer(elsewhere, "bob", "secret"), BOB)).isEqualTo(Outcome.WRONG);
  }

  @Test
  void somebody_else_is_known_as_such() throws Exception {
    assertThat(judge(answer(offer(), "alice", "secret"), BOB)).isEqualTo(Outcome.SOMEBODY_ELSE);
  }

  @Test
  void proof_for_one_method_is_none_for_another() throws Exception {
    DigestCredentials forRegister =
        parse(new DigestAnswer(offer()).to("REGISTER", "sip:example.org", "bob", "secret", 1));
    assertThat(judge(forRegister, BOB)).isEqualTo(Outcome.WRONG);
  }

  @Test
  void nonce_grows_stale_after_five_minutes() throws Exception {
    String offer = offer();
    clock.advance(Duration.ofMinutes(5).minusMillis(1));
    assertThat(judge(answer(offer, "bob", "secret"), BOB)).isEqualTo(Outcome.PROVED);
    clock.advance(Duration.ofMillis(1));
    assertThat(judge(answer(offer, 2, "bob", "secret"), BOB)).isEqualTo(Outcome.STALE);
    assertThat(judge(answer(offer, 3, "bob", "wrong"), BOB)).isEqualTo(Outcome.WRONG);
  }

  @Test
  void nonce_count_is_taken_once_and_in_any_order() throws Exception {
    String offer = offer();
    for (int count : new int[] {1, 3, 2, 70}) {
      assertThat(judge(answer(offer, count, "bob", "secret"), BOB)).isEqualTo(Outcome.PROVED);
      assertThat(judge(answer(offer, count, "bob", "secret"), BOB)).isEqualTo(Outcome.STALE);
    }
    assertThat(judge(answer(offer, 1, "bob", "secret"), BOB)).isEqualTo(Outcome.STALE);
    assertThat(judge(answer(offer, 0, "bob", "secret"), BOB)).isEqualTo(Outcome.STALE);
    assertThat(judge(answer(offer, 6, "bob", "secret"), BOB)).isEqualTo(Outcome.STALE);
    assertThat(judge(answer(offer, 7, "bob", "secret"), BOB)).isEqualTo(Outcome.PROVED);
  }

  @Test
  void nonce_of_another_node_is_ours_and_one_of_a_stranger_is_not() throws Exception {
    String ofNeighbour = node(SECRET).challenge("example.org").get(0);
    String ofStranger = node(new byte[] {4}).challenge("example.org").get(0);

    assertThat(judge(answer(ofNeighbour, "bob", "secret"), BOB)).isEqualTo(Outcome.PROVED);
    assertThat(judge(answer(ofStranger, "bob", "secret"), BOB)).isEqualTo(Outcome.WRONG);
  }

  @Test
  void user_with_an_md5_secret_only_is_asked_for_that() throws Exception {
    Verdict verdict = authenticator.judge(answer(offer(), "old", "secret"), "MESSAGE", OLD).join();
    assertThat(verdict).isEqualTo(new Verdict(Outcome.STALE, List.of(DigestAlgorithm.MD5)));

    String md5 = authenticator.challenge("example.org", verdict.offer(), true).get(0);
    assertThat(md5).contains("stale=true");
    assertThat(judge(answer(md5, "old", "secret"), OLD)).isEqualTo(Outcome.PROVED);
  }

  @Test
  void only_what_is_offered_is_taken_in_the_order_of_the_offer() throws Exception {
    Authenticator old = node(SECRET, DigestAlgorithm.MD5);
    assertThat(old.challenge("example.org")).singleElement().asString().contains("algorithm=MD5");
    assertThat(old.judge(answer(offer(), "bob", "secret"), "MESSAGE", BOB).join().outcome())
        .isEqualTo(Outcome.WRONG);
    Authenticator strict = node(SECRET, DigestAlgorithm.SHA_256);
    assertThat(strict.judge(answer(offer(), "old", "secret"), "MESSAGE", OLD).join().outcome())
        .isEqualTo(Outcome.WRONG);
    assertThat(node(SECRET, DigestAlgorithm.MD5, DigestAlgorithm.SHA_256).challenge("example.org"))
        .first()
        .asString()
        .contains("algorithm=MD5");
  }

  @Test
  void without_a_quality_of_protection_nothing_is_proved() throws Exception {
    DigestCredentials counted = answer(offer(), "bob", "secret");
    DigestCredentials bare =
        new DigestCredentials(
            counted.username(),
            counted.realm(),
            counted.nonce(),
            counted.uri(),
            counted.response(),
            counted.algorithm(),
            Optional.empty());
    String proof =
        DigestProof.of(
            bare,
            DigestAlgorithm.SHA_256.ha1("bob", "example.org", "secret"),
            DigestAlgorithm.SHA_256,
            "MESSAGE");
    DigestCredentials right =
        new DigestCredentials(
            bare.username(),
            bare.realm(),
            bare.nonce(),
            bare.uri(),
            proof,
            bare.algorithm(),
            Optional.empty());

    assertThat(judge(right, BOB)).isEqualTo(Outcome.WRONG);
  }

  @Test
  void memory_of_counts_is_bounded_and_forgets_nothing_that_could_be_replayed() {
    NonceCounts counts = new NonceCounts(clock, 2);
    assertThat(counts.use("a", NOON, 1)).isTrue();
    assertThat(counts.use("b", NOON.plusMillis(1), 1)).isTrue();
    assertThat(counts.use("c", NOON.plusMillis(2), 1)).isTrue();

    assertThat(counts.size()).isEqualTo(2);
    assertThat(counts.use("a", NOON, 1)).isFalse();
    assertThat(counts.use("b", NOON.plusMillis(1), 1)).isFalse();
    clock.advance(Nonces.LIFETIME.plusMillis(2));
    counts.use("d", clock.instant(), 1);
    assertThat(counts.size()).isEqualTo(1);
  }

  private Authenticator node(byte[] secret) {
    return node(secret, DigestAlgorithm.SHA_256, DigestAlgorithm.MD5);
  }

  private Authenticator node(byte[] secret, DigestAlgorithm... offered) {
    SubscriberSource source =
        aor -> CompletableFuture.completedFuture(Optional.ofNullable(users.get(aor)));
    return new Authenticator(source, List.of(offered), new Nonces(secret, clock), clock);
  }

  private String offer() {
    return authenticator.challenge("example.org").get(0);
  }

  private static DigestCredentials answer(String offer, String user, String password)
      throws Exception {
    return answer(offer, 1, user, password);
  }

  private static DigestCredentials answer(String offer, int count, String user, String password)
      throws Exception {
    return parse(
        new DigestAnswer(offer).to("MESSAGE", "sip:alice@example.org", user, password, count));
  }

  private static DigestCredentials parse(String value) throws MalformedCredentialsException {
    return DigestCredentials.parse(value).orElseThrow();
  }

  private Outcome judge(DigestCredentials credentials, AddressOfRecord owner) {
    return authenticator.judge(credentials, "MESSAGE", owner).join().outcome();
  }
}
