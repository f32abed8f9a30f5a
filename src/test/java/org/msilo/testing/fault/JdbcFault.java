package org.msilo.testing.fault;

import java.sql.SQLException;
import java.util.List;

/**
 * What happens at the steps of a transaction besides the step itself: a fault throws, a delay
 * waits. Called on the thread that uses the connection.
 */
public interface JdbcFault {
  /** All is well. */
  JdbcFault NONE = new JdbcFault() {};

  /** Before a statement is executed. */
  default void atStatement(String sql) throws SQLException {}

  /** A row of a result was read. */
  default void atRow() {}

  /**
   * Before a transaction commits.
   *
   * @param statements what was executed in it
   */
  default void beforeCommit(List<String> statements) throws SQLException {}

  /** After the database has committed and before the application hears of it. */
  default void afterCommit(List<String> statements) throws SQLException {}

  /** A statement that matches throws, in place of being executed. */
  static JdbcFault throwing(String regex, Throwing what) {
    return new JdbcFault() {
      @Override
      public void atStatement(String sql) throws SQLException {
        if (sql.matches("(?s).*(" + regex + ").*")) {
          what.throwIt();
        }
      }
    };
  }

  /** Throws something of its own choice. */
  @FunctionalInterface
  interface Throwing {
    void throwIt() throws SQLException;
  }
}
