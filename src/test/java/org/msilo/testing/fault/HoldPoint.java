package org.msilo.testing.fault;

import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * The step at which a process is to be killed: the thread that reaches it says so on standard
 * output and stays there for good.
 *
 * @param when where in the transaction
 * @param regex what the statement looks like
 */
public record HoldPoint(When when, String regex) implements JdbcFault {
  /** What is printed by who gets there. */
  public static final String HELD = "held at the step";

  /** Where in a transaction. */
  public enum When {
    AT_STATEMENT,
    BEFORE_COMMIT,
    AFTER_COMMIT
  }

  @Override
  public void atStatement(String sql) {
    holdIf(When.AT_STATEMENT, List.of(sql));
  }

  @Override
  public void beforeCommit(List<String> statements) {
    holdIf(When.BEFORE_COMMIT, statements);
  }

  @Override
  public void afterCommit(List<String> statements) {
    holdIf(When.AFTER_COMMIT, statements);
  }

  private void holdIf(When now, List<String> statements) {
    if (now == when
        && statements.stream().anyMatch(sql -> sql.matches("(?s).*(" + regex + ").*"))) {
      System.out.println(HELD);
      awaitKill();
    }
  }

  private static void awaitKill() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
