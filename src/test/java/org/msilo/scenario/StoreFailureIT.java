package org.msilo.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.msilo.testing.SipPhone;
import org.msilo.testing.TestServer;
import org.msilo.testing.wire.RequestDraft;
import org.msilo.testing.wire.SipText;

/** The database refuses: nobody is told 202, and all goes on when it is back. */
class StoreFailureIT {
  private static final TestServer server = TestServer.with("check_time=1");

  @BeforeAll
  static void start() {
    server.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void message_that_cannot_be_committed_is_503_with_retry_after() {
    try (SipPhone alice = server.phone("alice1");
        SipPhone bob = server.phone("bob1")) {
      server.sql("alter table silo rename to silo_lost");
      SipText answer = alice.begin(alice.message(bob.aor(), "lost")).onlyFinalResponse();
      server.sql("alter table silo_lost rename to silo");

      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.the("Retry-After")).matches("[1-9]\\d*.*");
      assertThat(alice.send(bob, "kept").status()).isEqualTo(202);
      bob.register();
      assertThat(bob.awaitMessage().text()).isEqualTo("kept");
      bob.assertNoMoreMessagesThan(1);
    }
  }

  @Test
  void register_that_cannot_be_committed_is_503_and_binds_nothing() {
    try (SipPhone bob = server.phone("bob2")) {
      server.sql("alter table silo_binding rename to silo_binding_lost");
      SipText answer = bob.begin(registration(bob)).onlyFinalResponse();
      server.sql("alter table silo_binding_lost rename to silo_binding");

      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.has("Retry-After")).isTrue();
      assertThat(bob.bindings()).isEmpty();
    }
  }

  @Test
  void mail_whose_removal_fails_is_removed_when_the_database_is_back() {
    try (SipPhone alice = server.phone("alice3");
        SipPhone bob = server.phone("bob3").staysSilent()) {
      assertThat(alice.send(bob, "hello").status()).isEqualTo(202);
      bob.register();
      bob.awaitMessages(1);
      server.sql("alter table silo rename to silo_lost");
      bob.messages().get(0).answer(200);
      bob.assertNoMoreMessagesThan(1);
      server.sql("alter table silo_lost rename to silo");

      server.awaitEmptyMailbox(bob);
      bob.assertNoMoreMessagesThan(1);
    }
  }

  private static RequestDraft registration(SipPhone phone) {
    return phone.registration().contact("<" + phone.contact() + ">");
  }
}
