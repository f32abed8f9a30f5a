package org.msilo.bench.database;

/**
 * Mail to be written straight into a database, before or beside a running server: message x is for
 * user x modulo the number of mailboxes, whose name is a prefix and eight digits; its body ends
 * with the eight digits of x. The oldest message of each mailbox has the smallest number.
 * Immutable.
 *
 * @param messages how many, at most 99,999,999
 * @param mailboxes for how many users
 * @param prefix what names of users begin with
 * @param bodyBytes length of each body, at least 8
 */
public record Backlog(int messages, int mailboxes, String prefix, int bodyBytes) {
  private static final int SMALLEST_BODY = 8;

  public Backlog {
    if (messages < 0 || mailboxes < 1 || bodyBytes < SMALLEST_BODY) {
      throw new IllegalArgumentException("no such backlog: " + messages + " for " + mailboxes);
    }
  }

  /** Short texts for these users. */
  public static Backlog of(int messages, int mailboxes, String prefix) {
    return new Backlog(messages, mailboxes, prefix, 40);
  }
}
