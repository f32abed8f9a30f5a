package org.msilo.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.msilo.testing.MessageFixtures.message;
import static org.msilo.testing.MessageFixtures.withOrigin;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.msilo.message.AddressOfRecord;
import org.msilo.message.MessageId;
import org.msilo.message.MessageOrigin;

/** Two users never share a mailbox and no user has two, whatever a database thinks is equal. */
public interface MailboxKeyContract {
  int USERS = 2_000;
  long SEED = 20_261_123;

  MessageStore store();

  /**
   * Each user gets one message under one spelling of its name, then is asked for under another one:
   * the mail that is there must be its own, and nothing else.
   */
  @Test
  default void each_user_finds_its_own_mail_and_no_other() {
    HostileNames names = new HostileNames(SEED);
    Map<List<Byte>, Long> mail = new HashMap<>();
    List<CompletableFuture<AppendResult>> appended = new ArrayList<>();
    while (mail.size() < USERS) {
      for (List<Byte> user : names.family()) {
        long id = mail.size() + 1L;
        if (mail.putIfAbsent(user, id) == null) {
          appended.add(
              store()
                  .append(
                      withOrigin(
                          message(id, aor(names, user, "example.org")),
                          new MessageOrigin("call-" + id, 1, "tag"))));
        }
      }
    }
    assertThat(appended).allSatisfy(it -> assertThat(it.join()).isEqualTo(AppendResult.STORED));

    mail.forEach(
        (user, id) -> {
          AddressOfRecord again = aor(names, user, "EXAMPLE.org.");
          Claim claim = store().claim(again, false).join();
          assertThat(claim.first()).as(again.toString()).isPresent();
          assertThat(claim.first().orElseThrow().id())
              .as(again.toString())
              .isEqualTo(new MessageId(id));
          assertThat(store().settle(Settlement.remove(again, new MessageId(id))).join())
              .as("a second message for " + again)
              .isEmpty();
        });
  }

  private static AddressOfRecord aor(HostileNames names, List<Byte> user, String host) {
    return AddressOfRecord.parse("sip:" + names.spelling(user) + "@" + host).orElseThrow();
  }
}
