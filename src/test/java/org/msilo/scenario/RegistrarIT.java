package org.msilo.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.msilo.testing.SipPhone;
import org.msilo.testing.TestServer;
import org.msilo.testing.wire.SipText;

/** The registrar by RFC 3261 10.3. */
class RegistrarIT {
  private static final TestServer server = TestServer.with();

  @BeforeAll
  static void start() {
    server.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void several_contacts_are_listed_with_their_q_and_expiry() {
    try (SipPhone bob = server.phone("several")) {
      SipText answer =
          bob.ask(
              bob.registration()
                  .contact("<sip:several@127.0.0.1:4001>;q=0.5;expires=100")
                  .contact("<sip:several@127.0.0.1:4002;transport=tcp>;q=0.9")
                  .with("Expires", "200"));

      assertThat(answer.status()).isEqualTo(200);
      List<String> contacts = answer.values("Contact");
      assertThat(contacts).hasSize(2);
      String first = only(contacts, "sip:several@127.0.0.1:4001");
      String second = only(contacts, "sip:several@127.0.0.1:4002;transport=tcp");
      assertThat(q(first)).isEqualTo(0.5);
      assertThat(q(second)).isEqualTo(0.9);
      assertThat(expires(first)).isBetween(80, 100);
      assertThat(expires(second)).isBetween(180, 200);
    }
  }

  @Test
  void contact_without_any_expiry_gets_the_default() {
    try (SipPhone bob = server.phone("default")) {
      SipText answer = bob.ask(bob.registration().contact("<" + bob.contact() + ">"));

      assertThat(expires(only(answer.values("Contact"), bob.contact()))).isBetween(3580, 3600);
    }
  }

  @Test
  void too_long_expiry_is_cut_to_the_longest() {
    try (SipPhone bob = server.phone("long")) {
      SipText answer = bob.register(999_999);

      assertThat(expires(only(answer.values("Contact"), bob.contact()))).isBetween(86_380, 86_400);
    }
  }

  @Test
  void too_brief_expiry_is_423_with_min_expires_and_binds_nothing() {
    try (SipPhone bob = server.phone("brief")) {
      SipText answer = bob.register(59);

      assertThat(answer.status()).isEqualTo(423);
      assertThat(answer.the("Min-Expires")).isEqualTo("60");
      assertThat(bob.bindings()).isEmpty();
    }
  }

  @Test
  void zero_removes_one_binding_and_leaves_the_other() {
    try (SipPhone bob = server.phone("zero")) {
      bob.ask(
          bob.registration()
              .contact("<sip:zero@127.0.0.1:4001>")
              .contact("<sip:zero@127.0.0.1:4002>"));

      SipText answer = bob.ask(bob.registration().contact("<sip:zero@127.0.0.1:4001>;expires=0"));

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.uris("Contact")).containsExactly("sip:zero@127.0.0.1:4002");
    }
  }

  @Test
  void star_with_expires_zero_removes_all() {
    try (SipPhone bob = server.phone("star")) {
      bob.ask(
          bob.registration()
              .contact("<sip:star@127.0.0.1:4001>")
              .contact("<sip:star@127.0.0.1:4002>"));

      SipText answer = bob.ask(bob.registration().contact("*").with("Expires", "0"));

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.headers("Contact")).isEmpty();
      assertThat(bob.bindings()).isEmpty();
    }
  }

  @Test
  void star_with_other_expiry_none_or_company_is_400_and_changes_nothing() {
    try (SipPhone bob = server.phone("badstar")) {
      bob.register();

      assertThat(bob.ask(bob.registration().contact("*").with("Expires", "60")).status())
          .isEqualTo(400);
      assertThat(bob.ask(bob.registration().contact("*")).status()).isEqualTo(400);
      assertThat(
              bob.ask(
                      bob.registration()
                          .contact("*")
                          .contact("<" + bob.contact() + ">")
                          .with("Expires", "0"))
                  .status())
          .isEqualTo(400);
      assertThat(bob.bindings()).containsExactly(bob.contact());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {7, 8})
  void same_call_id_without_a_higher_cseq_is_500_and_changes_nothing(int cseq) {
    try (SipPhone bob = server.phone("cseq" + cseq)) {
      bob.ask(bob.registration().cseq(8).contact("<" + bob.contact() + ">"));

      SipText removal =
          bob.ask(bob.registration().cseq(cseq).contact("<" + bob.contact() + ">;expires=0"));
      SipText removalOfAll =
          bob.ask(bob.registration().cseq(cseq).contact("*").with("Expires", "0"));

      assertThat(removal.status()).isEqualTo(500);
      assertThat(removalOfAll.status()).isEqualTo(500);
      assertThat(bob.bindings()).containsExactly(bob.contact());
    }
  }

  @Test
  void other_call_id_may_start_with_a_lower_cseq() {
    try (SipPhone bob = server.phone("newcall")) {
      bob.ask(bob.registration().cseq(8).contact("<" + bob.contact() + ">"));

      SipText answer =
          bob.ask(
              bob.registration()
                  .callId("after-reboot@phone")
                  .cseq(1)
                  .contact("<" + bob.contact() + ">;expires=0"));

      assertThat(answer.status()).isEqualTo(200);
      assertThat(bob.bindings()).isEmpty();
    }
  }

  @Test
  void register_is_done_as_a_whole_or_not_at_all() {
    try (SipPhone bob = server.phone("whole")) {
      SipText tooBrief =
          bob.ask(
              bob.registration()
                  .contact("<sip:whole@127.0.0.1:4001>;expires=600")
                  .contact("<sip:whole@127.0.0.1:4002>;expires=10"));
      assertThat(tooBrief.status()).isEqualTo(423);
      assertThat(bob.bindings()).isEmpty();

      bob.ask(bob.registration().cseq(50).contact("<sip:whole@127.0.0.1:4001>"));
      SipText outOfOrder =
          bob.ask(
              bob.registration()
                  .cseq(50)
                  .contact("<sip:whole@127.0.0.1:4003>")
                  .contact("<sip:whole@127.0.0.1:4001>"));
      assertThat(outOfOrder.status()).isEqualTo(500);
      assertThat(bob.bindings()).containsExactly("sip:whole@127.0.0.1:4001");
    }
  }

  @Test
  void register_without_a_contact_asks_and_changes_nothing() {
    try (SipPhone bob = server.phone("query")) {
      bob.register(600);

      SipText answer = bob.ask(bob.registration().with("Expires", "0"));

      assertThat(answer.status()).isEqualTo(200);
      assertThat(expires(only(answer.values("Contact"), bob.contact()))).isBetween(580, 600);
    }
  }

  @Test
  void required_extension_nobody_knows_is_420() {
    try (SipPhone bob = server.phone("require")) {
      SipText answer =
          bob.ask(
              bob.registration().with("Require", "teleport").contact("<" + bob.contact() + ">"));

      assertThat(answer.status()).isEqualTo(420);
      assertThat(answer.values("Unsupported")).containsExactly("teleport");
      assertThat(bob.bindings()).isEmpty();
    }
  }

  @Test
  void user_of_another_domain_cannot_register_here() {
    try (SipPhone bob = server.phone("mallory@elsewhere.example")) {
      SipText elsewhere = bob.register();
      assertThat(elsewhere.status()).isEqualTo(403);

      // RFC 3261 10.3 step 5: an address-of-record that is not of the Request-URI's domain.
      SipText here =
          bob.ask(
              bob.registration()
                  .requestUri("sip:127.0.0.1:" + server.port())
                  .contact("<" + bob.contact() + ">"));
      assertThat(here.status()).isEqualTo(404);
    }
  }

  @Test
  void phone_registers_over_tcp() {
    try (SipPhone bob = server.tcpPhone("overtcp")) {
      SipText answer = bob.register();

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.uris("Contact")).containsExactly(bob.contact());
    }
  }

  private static String only(List<String> contacts, String uri) {
    List<String> matching =
        contacts.stream().filter(contact -> SipText.uri(contact).equals(uri)).toList();
    assertThat(matching).as("contacts with %s in %s", uri, contacts).hasSize(1);
    return matching.get(0);
  }

  private static int expires(String contact) {
    return Integer.parseInt(SipText.parameter(contact, "expires").orElseThrow());
  }

  private static double q(String contact) {
    return Double.parseDouble(SipText.parameter(contact, "q").orElseThrow());
  }
}
