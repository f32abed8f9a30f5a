package org.msilo.testing;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.msilo.location.ContactUpdate;
import org.msilo.location.Registration;
import org.msilo.message.AddressOfRecord;
import org.msilo.message.Binding;
import org.msilo.message.Header;
import org.msilo.message.MessageBody;
import org.msilo.message.MessageId;
import org.msilo.message.MessageOrigin;
import org.msilo.message.OfflineMessage;

/** Messages, bindings and REGISTERs for tests: Alice writes, Bob is away. */
public final class MessageFixtures {
  public static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  public static final AddressOfRecord ALICE = new AddressOfRecord("alice", "example.org");
  public static final AddressOfRecord BOB = new AddressOfRecord("bob", "example.org");
  public static final AddressOfRecord CAROL = new AddressOfRecord("carol", "example.org");

  private static final Duration THREE_DAYS = Duration.ofDays(3);

  private MessageFixtures() {}

  /** A message to Bob whose body is its number. */
  public static OfflineMessage message(long number) {
    return message(number, BOB);
  }

  public static OfflineMessage message(long number, AddressOfRecord mailbox) {
    return new OfflineMessage(
        new MessageId(number),
        mailbox,
        mailbox.toUri(),
        "\"Alice\" <sip:alice@example.org>",
        "<" + mailbox.toUri() + ">",
        new MessageOrigin("call-" + number, 1, "tag-" + number),
        List.of(),
        text(Long.toString(number)),
        NOON,
        NOON.plus(THREE_DAYS),
        Optional.empty(),
        Optional.empty());
  }

  public static MessageBody text(String content) {
    return new MessageBody(Optional.of("text/plain"), content.getBytes(StandardCharsets.UTF_8));
  }

  public static OfflineMessage expiringAt(OfflineMessage message, Instant moment) {
    return new OfflineMessage(
        message.id(),
        message.mailbox(),
        message.requestUri(),
        message.from(),
        message.to(),
        message.origin(),
        message.headers(),
        message.body(),
        message.receivedAt(),
        moment,
        message.senderContact(),
        message.nextHop());
  }

  public static OfflineMessage withOrigin(OfflineMessage message, MessageOrigin origin) {
    return new OfflineMessage(
        message.id(),
        message.mailbox(),
        message.requestUri(),
        message.from(),
        message.to(),
        origin,
        message.headers(),
        message.body(),
        message.receivedAt(),
        message.expiresAt(),
        message.senderContact(),
        message.nextHop());
  }

  public static OfflineMessage withBody(OfflineMessage message, MessageBody body) {
    return new OfflineMessage(
        message.id(),
        message.mailbox(),
        message.requestUri(),
        message.from(),
        message.to(),
        message.origin(),
        message.headers(),
        body,
        message.receivedAt(),
        message.expiresAt(),
        message.senderContact(),
        message.nextHop());
  }

  public static OfflineMessage withHeaders(OfflineMessage message, Header... headers) {
    return new OfflineMessage(
        message.id(),
        message.mailbox(),
        message.requestUri(),
        message.from(),
        message.to(),
        message.origin(),
        List.of(headers),
        message.body(),
        message.receivedAt(),
        message.expiresAt(),
        message.senderContact(),
        message.nextHop());
  }

  /**
   * A message of somebody else.
   *
   * @param contact Contact of his MESSAGE
   */
  public static OfflineMessage from(OfflineMessage message, String from, Optional<String> contact) {
    return new OfflineMessage(
        message.id(),
        message.mailbox(),
        message.requestUri(),
        from,
        message.to(),
        message.origin(),
        message.headers(),
        message.body(),
        message.receivedAt(),
        message.expiresAt(),
        contact,
        message.nextHop());
  }

  /** A binding of Bob that lives for an hour. */
  public static Binding binding(String contact) {
    return binding(BOB, contact, NOON);
  }

  public static Binding binding(AddressOfRecord aor, String contact, Instant registeredAt) {
    return new Binding(
        aor,
        contact,
        "",
        1000,
        registeredAt.plus(Duration.ofHours(1)),
        "call",
        1,
        List.of(),
        Optional.empty(),
        true,
        false,
        registeredAt);
  }

  /** A REGISTER that asks for an hour for each contact. */
  public static Registration register(
      AddressOfRecord aor, String callId, long cseq, Instant at, String... contacts) {
    return register(
        aor,
        callId,
        cseq,
        at,
        List.of(contacts).stream().map(contact -> hours(contact, 1)).toList());
  }

  public static Registration register(
      AddressOfRecord aor, String callId, long cseq, Instant at, List<ContactUpdate> contacts) {
    return new Registration(aor, callId, cseq, false, contacts, List.of(), Optional.empty(), at);
  }

  /** A REGISTER with {@code Contact: *} and {@code Expires: 0}. */
  public static Registration removeAll(AddressOfRecord aor, String callId, long cseq, Instant at) {
    return new Registration(aor, callId, cseq, true, List.of(), List.of(), Optional.empty(), at);
  }

  public static ContactUpdate hours(String contact, long hours) {
    return asking(contact, Duration.ofHours(hours));
  }

  public static ContactUpdate asking(String contact, Duration life) {
    return new ContactUpdate(contact, "", 1000, Optional.of(life), true);
  }
}
