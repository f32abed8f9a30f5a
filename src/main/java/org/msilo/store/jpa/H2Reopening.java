package org.msilo.store.jpa;

import com.zaxxer.hikari.SQLExceptionOverride;
import jakarta.persistence.PersistenceException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * H2 gives its file up when a write fails, for instance on a full disk, and fails all that is asked
 * of it from then on, until its last connection is closed. Closing it at once lets the next
 * connection open the file anew, with all that was committed. Thread-safe.
 */
final class H2Reopening {
  private static final Logger LOG = LoggerFactory.getLogger(H2Reopening.class);

  /** H2's error codes for a file that cannot be used, or that it has given up. */
  private static final Set<Integer> GIVEN_UP = Set.of(90028, 90031, 90098);

  private H2Reopening() {}

  /**
   * Tells the pool to drop each connection to a database that gave up: they look well otherwise.
   */
  static SQLExceptionOverride eviction() {
    return new SQLExceptionOverride() {
      // The pool's word for its verdict hides Java's own.
      @java.lang.Override
      public Override adjudicate(SQLException failure) {
        return isGivenUp(failure) ? Override.MUST_EVICT : Override.CONTINUE_EVICT;
      }
    };
  }

  /** Closes the database if that is what the failure says. */
  static void after(Throwable failure, SessionFactory sessions) {
    if (isGivenUp(failure)) {
      try (StatelessSession session = sessions.openStatelessSession()) {
        closeIfGivenUp(session);
      } catch (PersistenceException e) {
        LOG.debug("the database was closed before", e);
      }
    }
  }

  /** Asks once more: somebody else may have seen to it, and this connection be a new one. */
  private static void closeIfGivenUp(StatelessSession session) {
    session.beginTransaction();
    try {
      session
          .createSelectionQuery("from Secret s where s.name = ''", SecretRow.class)
          .getResultList();
    } catch (PersistenceException e) {
      if (isGivenUp(e)) {
        LOG.error("the file of the database failed, it is opened anew: {}", e.getMessage());
        session.doWork(H2Reopening::close);
      }
    }
  }

  private static void close(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("SHUTDOWN IMMEDIATELY");
    }
  }

  private static boolean isGivenUp(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && GIVEN_UP.contains(sql.getErrorCode())) {
        return true;
      }
    }
    return false;
  }
}
