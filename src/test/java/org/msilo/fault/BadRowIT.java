package org.msilo.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.msilo.testing.SipPhone;
import org.msilo.testing.TestServer;

/** Rows that somebody else spoilt: they hold up neither those behind them nor the neighbours. */
class BadRowIT {
  private static final TestServer server = TestServer.with("check_time=1", "clean_period=1");

  @BeforeAll
  static void start() {
    server.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest(name = "{0} = {1}")
  @CsvSource({
    "1, headers, no field",
    "2, from_address, <not an address",
    "3, to_address, \">\"",
    "4, content_type, no type",
    "5, headers, Content-Length: 5",
    "6, headers, Via: nothing"
  })
  void spoilt_message_is_left_out_and_the_next_ones_arrive(int turn, String column, String value) {
    try (SipPhone alice = server.phone("alice" + turn);
        SipPhone bob = server.phone("bob" + turn)) {
      for (String text : new String[] {"spoilt", "good", "better"}) {
        assertThat(alice.send(bob, text).status()).isEqualTo(202);
      }
      server.sql(
          "update silo set %s = '%s' where mailbox = 'bob%d@127.0.0.1' and body = stringtoutf8('spoilt')"
              .formatted(column, value, turn));

      bob.register();

      await("the last of them")
          .atMost(SipPhone.PATIENCE)
          .until(() -> bob.texts().contains("better"));
      assertThat(bob.texts()).containsSubsequence("good", "better");
    }
  }

  @Test
  void spoilt_binding_and_round_hold_up_nobody_else() {
    server.sql(
        "insert into silo_round values ('no address', null, dateadd(hour, -1, current_timestamp),"
            + " 0, 0)");
    server.sql(
        "insert into silo_binding values ('a no address', random_uuid(), 'nowhere', '', 1000,"
            + " dateadd(hour, 1, current_timestamp), 'c', 1, '', null, true, false,"
            + " current_timestamp)");
    try (SipPhone alice = server.phone("alice7");
        SipPhone bob = server.phone("bob7").answersInTurn(480, 200)) {
      assertThat(alice.send(bob, "1").status()).isEqualTo(202);
      bob.register();

      server.awaitEmptyMailbox(bob);

      assertThat(bob.texts()).as("the second by the clock").containsExactly("1", "1");
    }
  }
}
