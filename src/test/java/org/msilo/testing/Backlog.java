package org.msilo.testing;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Many messages written straight into the database of a stopped server, whose schema is there.
 * Mailboxes are {@code user0@127.0.0.1} and so on; immutable.
 *
 * @param home whose database
 * @param mailboxes how many mailboxes
 * @param messages how many messages each
 * @param phone port of the phone that all of them are bound to, if they are
 */
public record Backlog(Path home, int mailboxes, int messages, Optional<Integer> phone) {

  public static Backlog in(Path home) {
    return new Backlog(home, 0, 0, Optional.empty());
  }

  public Backlog mailboxes(int count) {
    return new Backlog(home, count, messages, phone);
  }

  public Backlog messagesEach(int count) {
    return new Backlog(home, mailboxes, count, phone);
  }

  public Backlog boundTo(int port) {
    return new Backlog(home, mailboxes, messages, Optional.of(port));
  }

  /** The text of a mailbox's message, counted from 0. */
  public static String text(int message) {
    return "message " + message;
  }

  /** Writes messages, received the first of each mailbox first, and bindings. */
  public void insert() {
    Homes.execute(home, messageRows());
    phone.ifPresent(
        port -> {
          Homes.execute(home, aorRows());
          Homes.execute(home, bindingRows(port));
        });
  }

  private String aorRows() {
    return """
        insert into silo_aor (aor) select 'user' || x || '@127.0.0.1' from system_range(0, %d)
        """
        .formatted(mailboxes - 1);
  }

  private String messageRows() {
    String user = "'user' || mod(x, %d) || '@127.0.0.1'".formatted(mailboxes);
    return """
        insert into silo (id, mailbox, state, request_uri, from_address, to_address, call_id, cseq,
          from_tag, origin_key, content_type, headers, body, received_at, expires_at)
        select x + 1, %1$s, 0, 'sip:' || %1$s, '<sip:alice@127.0.0.1>', '<sip:' || %1$s || '>',
          'backlog-' || x, 1, 'tag', cast(lpad(to_char(x, 'FMXXXXXXXX'), 16, '0') as binary(16)),
          'text/plain', '', stringtoutf8('message ' || cast(floor(x / %2$d) as bigint)),
          current_timestamp, dateadd(day, 1, current_timestamp)
        from system_range(0, %3$d)
        """
        .formatted(user, mailboxes, mailboxes * messages - 1);
  }

  private String bindingRows(int port) {
    String user = "'user' || x || '@127.0.0.1'";
    return """
        insert into silo_binding (aor, contact_key, contact, parameters, q, expires_at, call_id, cseq, path,
          takes_messages, closed_to_mail, registered_at)
        select %1$s, substring(hash('SHA-256', 'sip:' || %1$s || ':%2$d') from 1 for 16),
          'sip:' || %1$s || ':%2$d', '', 1000, dateadd(day, 1, current_timestamp),
          'backlog-' || x, 1, '', true, false, current_timestamp
        from system_range(0, %3$d)
        """
        .formatted(user, port, mailboxes - 1);
  }
}
