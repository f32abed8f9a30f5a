package org.msilo.compose;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.msilo.testing.Homes;
import org.msilo.testing.SentRequest;
import org.msilo.testing.SipPhone;
import org.msilo.testing.standalone.StandaloneTomcat;
import org.msilo.testing.wire.RequestDraft;
import org.msilo.testing.wire.SipText;

/** msilo and other applications in one container, in the orders an application router gives. */
class CompanionsIT {
  @TempDir Path folder;

  @Test
  void screening_then_msilo_then_registrar() throws Exception {
    try (StandaloneTomcat tomcat =
            chain("location=next", "registrar=sip:msilo@127.0.0.1")
                .order("screening", "msilo", "registrar")
                .start();
        SipPhone alice = tomcat.phone("alice");
        SipPhone bob = tomcat.phone("bob");
        SipPhone carol = tomcat.phone("carol")) {
      SentRequest refused = alice.begin(alice.message(bob.aor(), "buy spam"));
      assertThat(refused.onlyFinalResponse().status()).isEqualTo(403);

      // Alice is away herself, so the notice to her comes to nothing; Carol says where she is.
      SentRequest first = alice.begin(alice.message(bob.aor(), "one"));
      assertThat(first.onlyFinalResponse().status()).isEqualTo(202);
      RequestDraft second = carol.message(bob.aor(), "two").contact("<" + carol.contact() + ">");
      assertThat(carol.begin(second).onlyFinalResponse().status()).isEqualTo(202);
      assertThat(carol.awaitMessage().the("From")).contains("sip:msilo@127.0.0.1");

      SentRequest register =
          bob.begin(bob.registration().contact("<" + bob.contact() + ">;expires=600"));
      assertThat(register.onlyFinalResponse().status()).isEqualTo(200);
      assertThat(register.finalResponse().uris("Contact")).containsExactly(bob.contact());

      bob.awaitMessages(2);
      bob.assertNoMoreMessagesThan(2);
      assertThat(bob.texts()).containsExactly("one", "two");
      for (var message : bob.messages()) {
        // The first is kept with the message. The router leads msilo's own requests through the
        // whole chain, msilo included: it sent them, and it passed them on.
        assertThat(message.request().headers(ScreeningServlet.PASSED))
            .containsExactly("screening", "screening", "registrar");
        assertThat(message.request().values("Via")).hasSize(4);
        assertThat(message.request().requestUri()).isEqualTo(bob.contact());
      }

      SentRequest present = alice.begin(alice.message(bob.aor(), "three"));
      assertThat(present.onlyFinalResponse().status()).isEqualTo(200);
      bob.assertNoMoreMessagesThan(3);
      carol.assertNoMoreMessagesThan(1);
      assertThat(alice.messages()).isEmpty();
      tomcat.stop();
    }
    assertThat(Homes.rows(folder.resolve("home"))).isZero();
  }

  @Test
  void with_directions_in_the_dar_own_mail_takes_the_short_way_and_nothing_is_added_twice()
      throws Exception {
    try (StandaloneTomcat tomcat = chain("location=next")) {
      String order =
          """
          ("screening", "DAR:From", "ORIGINATING", "", "NO_ROUTE", "0", "DIRECTION=INBOUND"), \
          ("msilo", "DAR:From", "ORIGINATING", "", "NO_ROUTE", "1", "DIRECTION=OUTBOUND"), \
          ("registrar", "DAR:From", "ORIGINATING", "", "NO_ROUTE", "2")
          """;
      tomcat.router("MESSAGE: " + order + "REGISTER: " + order).start();
      try (SipPhone alice = tomcat.phone("alice");
          SipPhone bob = tomcat.phone("bob")) {
        assertThat(alice.send(bob, "spam").status()).isEqualTo(403);
        assertThat(alice.send(bob, "hello").status()).isEqualTo(202);

        bob.register();

        SipText message = bob.awaitMessage();
        assertThat(message.headers(ScreeningServlet.PASSED))
            .containsExactly("screening", "registrar");
        assertThat(message.values("Via")).hasSize(2);
        bob.assertNoMoreMessagesThan(1);
      }
      tomcat.stop();
    }
    assertThat(Homes.rows(folder.resolve("home"))).isZero();
  }

  @Test
  void mail_that_is_led_back_and_fails_is_kept_once_and_nobody_is_told_of_it() throws Exception {
    try (StandaloneTomcat tomcat =
            chain("location=next", "registrar=sip:msilo@127.0.0.1")
                .order("screening", "msilo", "registrar")
                .start();
        SipPhone alice = tomcat.phone("alice");
        SipPhone bob = tomcat.phone("bob").answers(480)) {
      alice.register();
      assertThat(alice.send(bob, "hello").status()).isEqualTo(202);
      assertThat(alice.awaitMessage().the("From")).contains("sip:msilo@127.0.0.1");

      bob.register();

      bob.awaitMessages(1);
      bob.assertNoMoreMessagesThan(1);
      alice.assertNoMoreMessagesThan(1);
      tomcat.stop();
    }
    assertThat(Homes.rows(folder.resolve("home"))).isEqualTo(1);
    assertThat(Homes.rows(folder.resolve("home"), "bob@127.0.0.1")).isEqualTo(1);
  }

  @Test
  void screening_then_msilo_as_registrar() throws Exception {
    try (StandaloneTomcat tomcat = chain().order("screening", "msilo").start();
        SipPhone alice = tomcat.phone("alice");
        SipPhone bob = tomcat.phone("bob")) {
      assertThat(alice.send(bob, "spam").status()).isEqualTo(403);
      SentRequest request = alice.begin(alice.message(bob.aor(), "hello"));
      assertThat(request.onlyFinalResponse().status()).isEqualTo(202);

      assertThat(bob.register().status()).isEqualTo(200);

      SipText message = bob.awaitMessage();
      assertThat(message.text()).isEqualTo("hello");
      assertThat(message.headers(ScreeningServlet.PASSED))
          .containsExactly("screening", "screening");
      assertThat(message.values("Via")).hasSize(3);
      bob.assertNoMoreMessagesThan(1);
      assertThat(alice.send(bob, "at once").status()).isEqualTo(200);
      bob.assertNoMoreMessagesThan(2);
      tomcat.stop();
    }
    assertThat(Homes.rows(folder.resolve("home"))).isZero();
  }

  @Test
  void msilo_alone_beside_applications_that_the_router_leaves_out() throws Exception {
    try (StandaloneTomcat tomcat = chain().order("msilo").start();
        SipPhone alice = tomcat.phone("alice");
        SipPhone bob = tomcat.phone("bob")) {
      assertThat(alice.send(bob, "spam").status()).isEqualTo(202);

      assertThat(bob.register().status()).isEqualTo(200);

      SipText message = bob.awaitMessage();
      assertThat(message.has(ScreeningServlet.PASSED)).isFalse();
      // The router does not lead it back when no other application is in the chain.
      assertThat(message.values("Via")).hasSize(1);
      bob.assertNoMoreMessagesThan(1);
      tomcat.stop();
    }
    assertThat(Homes.rows(folder.resolve("home"))).isZero();
  }

  /** All three deployed; the order is still to be given. */
  private StandaloneTomcat chain(String... settings) throws Exception {
    return StandaloneTomcat.in(folder)
        .settings("domains=127.0.0.1")
        .settings(settings)
        .dropWar()
        .companion("screening", ScreeningServlet.class)
        .companion("registrar", RegistrarServlet.class, ScreeningServlet.class);
  }
}
