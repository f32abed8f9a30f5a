package org.msilo.store.jpa;

import jakarta.persistence.OptimisticLockException;
import java.sql.SQLException;
import java.util.Set;
import org.hibernate.StaleStateException;
import org.hibernate.exception.ConstraintViolationException;
import org.hibernate.exception.ConstraintViolationException.ConstraintKind;

/** Failures that come of two nodes at the same rows, and do not come again when one starts over. */
final class Contention {
  /** Serialization failure, in MariaDB and H2 deadlock, too; deadlock in PostgreSQL. */
  private static final Set<String> LOSERS = Set.of("40001", "40P01");

  private Contention() {}

  static boolean caused(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (isInsertedByAnother(cause)
          || cause instanceof StaleStateException
          || cause instanceof OptimisticLockException
          || cause instanceof SQLException sql
              && LOSERS.contains(String.valueOf(sql.getSQLState()))) {
        return true;
      }
    }
    return false;
  }

  /** All work looks for a row before it inserts it: so it was not there when it looked. */
  private static boolean isInsertedByAnother(Throwable cause) {
    return cause instanceof ConstraintViolationException violation
        && violation.getKind() == ConstraintKind.UNIQUE;
  }
}
