package org.msilo.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What a store sent to its database, held against the rule that each statement names its mailboxes,
 * but for the named exceptions.
 *
 * @param statements what was sent
 */
public record StatementLog(Set<SentStatement> statements) {
  /**
   * Statements that are for all mailboxes, each with a part of its text: they run every {@code
   * check_time} or less often, or once at the start, never for a request.
   */
  private static final Map<String, List<String>> FOR_ALL_MAILBOXES =
      Map.of(
          "expiry sweep: messages", List.of("from silo ", "where ", "expires_at<="),
          "expiry sweep: bindings", List.of("from silo_binding ", "where ", "expires_at<="),
          "expiry sweep: notes on devices", List.of("from silo_delivery ", "expires_at<="),
          "expiry sweep: devices", List.of("from silo_device ", "last_seen_at<="),
          "retry sweep: what is due", List.of("from silo_round ", "due_at<="),
          "retry sweep: who is registered", List.of("from silo_aor ", ".aor>", "order by "),
          "start: the greatest id", List.of("select max(", "from silo "),
          "tables emptied before a test", List.of("delete from silo"));

  /** The exceptions that were seen. */
  public Set<String> exceptions() {
    return open().values().stream().collect(Collectors.toSet());
  }

  /** The kinds of statements that name their mailboxes. */
  public Set<String> keyed() {
    return statements.stream()
        .filter(SentStatement::isKeyed)
        .map(SentStatement::kind)
        .collect(Collectors.toSet());
  }

  /** Fails if a statement neither names its mailboxes nor is an exception. */
  public void assertKeyed() {
    assertThat(open()).as("statements that name no mailbox").doesNotContainValue("none");
  }

  private Map<String, String> open() {
    Map<String, String> open = new HashMap<>();
    statements.stream()
        .filter(statement -> statement.sql().contains("silo"))
        .filter(Predicate.not(SentStatement::isKeyed))
        .forEach(statement -> open.put(statement.sql(), exceptionOf(statement)));
    return open;
  }

  private static String exceptionOf(SentStatement statement) {
    return FOR_ALL_MAILBOXES.entrySet().stream()
        .filter(exception -> exception.getValue().stream().allMatch(statement.sql()::contains))
        .map(Map.Entry::getKey)
        .sorted()
        .findFirst()
        .orElse("none");
  }
}
