package org.msilo.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.msilo.testing.DigestAnswer;
import org.msilo.testing.NotStandalone;
import org.msilo.testing.SipPhone;
import org.msilo.testing.TestServer;
import org.msilo.testing.wire.RequestDraft;
import org.msilo.testing.wire.SipText;

/** Who is who, over the wire. */
@NotStandalone("each play starts a server of its own, which takes a Tomcat half a minute")
class AuthenticationIT {
  private static final String DOMAIN = "127.0.0.1";

  @Test
  void phones_that_know_their_password_register_and_send_with_sha_256_and_md5() {
    for (String algorithm : List.of("SHA-256", "MD5")) {
      try (TestServer server = server("auth=all");
          SipPhone alice = server.phone("alice").knows("alice", "a-pass", algorithm);
          SipPhone bob = server.phone("bob").knows("bob", "b-pass", algorithm)) {
        assertThat(alice.send(bob, "stored").status()).isEqualTo(202);
        assertThat(bob.register().status()).isEqualTo(200);

        SipText stored = bob.awaitMessage();
        assertThat(stored.text()).isEqualTo("stored");
        assertThat(stored.has("Proxy-Authorization")).isFalse();
        server.awaitEmptyMailbox(bob);
        assertThat(alice.send(bob, "relayed").status()).isEqualTo(200);
        assertThat(bob.awaitMessages(2).get(1).request().has("Proxy-Authorization")).isFalse();
      }
    }
  }

  @Test
  void registrar_asks_with_401_and_proxy_with_407_the_best_algorithm_first() {
    try (TestServer server = server("auth=all");
        SipPhone alice = server.phone("alice");
        SipPhone bob = server.phone("bob")) {
      SipText register = bob.register();
      assertThat(register.status()).isEqualTo(401);
      assertOffers(register.headers("WWW-Authenticate"));
      SipText message = alice.send(bob, "x");
      assertThat(message.status()).isEqualTo(407);
      assertOffers(message.headers("Proxy-Authenticate"));
      assertThat(alice.ask(alice.request("INFO", bob.aor())).status()).isEqualTo(407);
      assertThat(alice.ask(alice.request("OPTIONS", server.uri())).status()).isEqualTo(200);
      assertThat(server.rows()).isZero();
    }
  }

  @Test
  void nobody_gets_or_sends_anothers_mail() {
    try (TestServer server = server("auth=all");
        SipPhone alice = server.phone("alice").knows("alice", "a-pass", "SHA-256");
        SipPhone bob = server.phone("bob").knows("bob", "wrong", "SHA-256");
        SipPhone mallory = server.phone("bob").knows("alice", "a-pass", "SHA-256")) {
      assertThat(alice.send(bob, "for bob").status()).isEqualTo(202);

      assertThat(bob.register().status()).isEqualTo(401);
      assertThat(mallory.register().status()).isEqualTo(403);
      assertThat(mallory.send(alice, "as bob").status()).isEqualTo(403);
      mallory.assertNoMoreMessagesThan(0);
      bob.assertNoMoreMessagesThan(0);
      assertThat(server.rows()).isEqualTo(1);
    }
  }

  @Test
  void credentials_are_good_once() {
    try (TestServer server = server("auth=all");
        SipPhone alice = server.phone("alice");
        SipPhone bob = server.phone("bob")) {
      SipText challenge = alice.send(bob, "x");
      String credentials = answer(challenge, "a-pass", 1, bob.aor());
      assertThat(alice.ask(with(alice, bob, credentials)).status()).isEqualTo(202);

      SipText replay = alice.ask(with(alice, bob, credentials));

      assertThat(replay.status()).isEqualTo(407);
      assertThat(replay.the("Proxy-Authenticate")).contains("stale=true");
      String next = answer(challenge, "a-pass", 2, bob.aor());
      assertThat(alice.ask(with(alice, bob, next)).status()).isEqualTo(202);
      assertThat(alice.ask(with(alice, bob, "Digest username=alice,")).status()).isEqualTo(400);
      assertThat(server.rows()).isEqualTo(2);
    }
  }

  @Test
  void user_of_another_server_with_an_md5_secret_is_asked_for_md5_in_the_second_try() {
    try (TestServer server = server("auth=register");
        SipPhone carol = server.phone("carol")) {
      SipText first = carol.register();
      RequestDraft sha = carol.registration().contact("<" + carol.contact() + ">");
      String credentials =
          new DigestAnswer(first.headers("WWW-Authenticate").get(0))
              .to("REGISTER", "sip:" + DOMAIN, "carol", "c-pass", 1);

      SipText second = carol.ask(sha.with("Authorization", credentials));

      assertThat(second.status()).isEqualTo(401);
      assertThat(second.headers("WWW-Authenticate"))
          .singleElement()
          .asString()
          .contains("algorithm=MD5", "stale=true");
      carol.knows("carol", "c-pass", "MD5");
      assertThat(carol.register().status()).isEqualTo(200);
    }
  }

  @Test
  void with_register_everybody_may_write_and_only_owners_fetch() {
    try (TestServer server = server("auth=register");
        SipPhone alice = server.phone("alice");
        SipPhone bob = server.phone("bob")) {
      assertThat(alice.send(bob, "x").status()).isEqualTo(202);
      assertThat(bob.register().status()).isEqualTo(401);
      bob.knows("bob", "b-pass", "SHA-256");
      assertThat(bob.register().status()).isEqualTo(200);
      assertThat(bob.awaitMessage().text()).isEqualTo("x");
    }
  }

  @Test
  void other_domains_are_reached_by_those_who_are_known() {
    try (TestServer server = server("relay=authenticated", "domains=127.0.0.1");
        SipPhone alice = server.phone("alice");
        SipPhone stranger = server.phone("zoe@elsewhere.example").knows("alice", "a-pass", "MD5");
        SipPhone there = server.phone("there@localhost")) {
      String uri = "sip:there@localhost:" + there.port();
      assertThat(alice.ask(alice.message(uri, "x")).status()).isEqualTo(407);
      assertThat(stranger.ask(stranger.message(uri, "x")).status()).isEqualTo(403);
      there.assertNoMoreMessagesThan(0);
      alice.knows("alice", "a-pass", "SHA-256");
      assertThat(alice.ask(alice.message(uri, "x")).status()).isEqualTo(200);
      assertThat(there.awaitMessage().has("Proxy-Authorization")).isFalse();
    }
  }

  @Test
  void trusted_front_is_not_asked_and_its_word_on_identity_is_kept() {
    try (TestServer server = server("auth=all", "trusted=192.0.2.1,127.0.0.0/8");
        SipPhone alice = server.phone("alice");
        SipPhone bob = server.phone("bob")) {
      RequestDraft asserted =
          alice.message(bob.aor(), "x").with("P-Asserted-Identity", "<sip:alice@example.org>");
      assertThat(alice.ask(asserted).status()).isEqualTo(202);
      assertThat(bob.register().status()).isEqualTo(200);
      assertThat(bob.awaitMessage().the("P-Asserted-Identity")).contains("alice@example.org");
    }
  }

  @Test
  void identity_asserted_by_anybody_else_is_taken_out() {
    try (TestServer server = server("auth=all", "trusted=192.0.2.0/24");
        SipPhone alice = server.phone("alice").knows("alice", "a-pass", "SHA-256");
        SipPhone bob = server.phone("bob").knows("bob", "b-pass", "SHA-256")) {
      RequestDraft asserted =
          alice.message(bob.aor(), "x").with("P-Asserted-Identity", "<sip:boss@127.0.0.1>");
      assertThat(alice.ask(asserted).status()).isEqualTo(202);
      assertThat(bob.register().status()).isEqualTo(200);
      assertThat(bob.awaitMessage().has("P-Asserted-Identity")).isFalse();
    }
  }

  private static TestServer server(String... settings) {
    TestServer server = TestServer.with(settings).start();
    addUser(server, "alice", "a-pass", true);
    addUser(server, "bob", "b-pass", true);
    addUser(server, "carol", "c-pass", false);
    return server;
  }

  private static void addUser(TestServer server, String user, String password, boolean sha256) {
    String secret = user + ":" + DOMAIN + ":" + password;
    server.sql(
        "insert into silo_subscriber values ('%s', '%s', '%s', '%s')"
            .formatted(
                user,
                DOMAIN,
                DigestAnswer.hash("MD5", secret),
                sha256 ? DigestAnswer.hash("SHA-256", secret) : ""));
  }

  private static void assertOffers(List<String> challenges) {
    assertThat(challenges).hasSize(2);
    assertThat(challenges.get(0)).contains("algorithm=SHA-256", "realm=\"" + DOMAIN + "\"");
    assertThat(challenges.get(1)).contains("algorithm=MD5", "qop=\"auth\"");
  }

  private static String answer(SipText challenge, String password, int count, String uri) {
    return new DigestAnswer(challenge.headers("Proxy-Authenticate").get(0))
        .to("MESSAGE", uri, "alice", password, count);
  }

  private static RequestDraft with(SipPhone alice, SipPhone bob, String credentials) {
    return alice.message(bob.aor(), "x").with("Proxy-Authorization", credentials);
  }
}
