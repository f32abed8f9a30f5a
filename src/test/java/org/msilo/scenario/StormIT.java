package org.msilo.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.msilo.testing.ReceivedRequest;
import org.msilo.testing.SentRequest;
import org.msilo.testing.SipPhone;
import org.msilo.testing.TestServer;
import org.msilo.testing.wire.RequestDraft;

/** Everybody comes back at once. One socket plays all the phones. */
class StormIT {
  private static final int USERS = 500;
  private static final int MESSAGES = 5;
  private static final int IN_FLIGHT = 100;

  @Test
  void mail_of_500_users_who_register_at_once_arrives_complete_once_and_in_order() {
    try (TestServer server = TestServer.with().start();
        SipPhone alice = server.phone("alice");
        SipPhone all = server.phone("all")) {
      store(alice);
      assertThat(server.rows()).isEqualTo(USERS * MESSAGES);

      List<SentRequest> registrations =
          IntStream.range(0, USERS).mapToObj(user -> all.begin(registration(all, user))).toList();

      registrations.forEach(it -> assertThat(it.finalResponse().status()).isEqualTo(200));
      all.awaitMessages(USERS * MESSAGES);
      await("empty silo").atMost(SipPhone.PATIENCE).until(() -> server.rows() == 0);
      all.assertNoMoreMessagesThan(USERS * MESSAGES);
      assertThat(textsByUser(all)).isEqualTo(expected());
    }
  }

  /** Each user's messages one after the other, but many users at a time. */
  private static void store(SipPhone alice) {
    for (int message = 0; message < MESSAGES; message++) {
      for (int first = 0; first < USERS; first += IN_FLIGHT) {
        List<SentRequest> window = new ArrayList<>();
        for (int user = first; user < first + IN_FLIGHT; user++) {
          window.add(alice.begin(alice.message(aor(user), text(user, message))));
        }
        window.forEach(it -> assertThat(it.finalResponse().status()).isEqualTo(202));
      }
    }
  }

  private static RequestDraft registration(SipPhone phone, int user) {
    return phone
        .registration()
        .callId("storm-" + user)
        .set("From", "<" + aor(user) + ">;tag=" + user)
        .set("To", "<" + aor(user) + ">")
        .contact("<sip:user" + user + "@127.0.0.1:" + phone.port() + ">");
  }

  private static Map<String, List<String>> textsByUser(SipPhone phone) {
    return phone.messages().stream()
        .map(ReceivedRequest::request)
        .collect(
            Collectors.groupingBy(
                request -> request.requestUri().replaceAll("sip:|@.*", ""),
                TreeMap::new,
                Collectors.mapping(request -> request.text(), Collectors.toList())));
  }

  private static Map<String, List<String>> expected() {
    Map<String, List<String>> texts = new TreeMap<>();
    for (int user = 0; user < USERS; user++) {
      String[] all = new String[MESSAGES];
      for (int message = 0; message < MESSAGES; message++) {
        all[message] = text(user, message);
      }
      texts.put("user" + user, Arrays.asList(all));
    }
    return texts;
  }

  private static String aor(int user) {
    return "sip:user" + user + "@127.0.0.1";
  }

  private static String text(int user, int message) {
    return "message " + message + " for user " + user;
  }
}
