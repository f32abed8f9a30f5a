package org.msilo.store.jpa;

import jakarta.persistence.PersistenceException;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;
import org.hibernate.exception.ConstraintViolationException;
import org.hibernate.exception.DataException;
import org.msilo.store.MessageStoreException;
import org.msilo.store.RejectedRowException;

/**
 * One function, one session, one transaction. When nodes get in each other's way, the function runs
 * again from the start, so it must do nothing but ask and change the database. Thread-safe.
 */
public final class Transactions {
  private static final int ATTEMPTS = 6;

  private final SessionFactory sessions;
  private final DatabaseProduct product;
  private final Seals seals;

  /** The one session of a play; empty when each function has its own. */
  private final Optional<StatelessSession> stage;

  Transactions(SessionFactory sessions, DatabaseProduct product, Seals seals) {
    this(sessions, product, seals, Optional.empty());
  }

  private Transactions(
      SessionFactory sessions,
      DatabaseProduct product,
      Seals seals,
      Optional<StatelessSession> stage) {
    this.sessions = sessions;
    this.product = product;
    this.seals = seals;
    this.stage = stage;
  }

  /**
   * Plays something that leaves nothing behind, and that nobody else sees: all of it is one
   * transaction, which is rolled back at the end.
   *
   * @param play is given the transactions to play with, for one thread at a time
   */
  public void rehearse(Consumer<Transactions> play) {
    try (StatelessSession session = sessions.openStatelessSession()) {
      var transaction = session.beginTransaction();
      try {
        play.accept(new Transactions(sessions, product, seals, Optional.of(session)));
      } finally {
        transaction.rollback();
      }
    } catch (PersistenceException e) {
      throw new MessageStoreException("the database failed: " + FaultText.of(e), e);
    }
  }

  /** What opens the rows of messages in this database. */
  Seals seals() {
    return seals;
  }

  /** Reads; what it changes need not be on disk when it returns. */
  public <T> T read(Function<StatelessSession, T> work) {
    return run(work, false);
  }

  /** Writes; when it returns, the changes are on disk. */
  public <T> T write(Function<StatelessSession, T> work) {
    return run(work, product.isEmbedded());
  }

  /** Changes what may as well come back after a crash; waits for the disk nowhere. */
  public <T> T writeLoosely(Function<StatelessSession, T> work) {
    return run(
        session -> {
          if (product == DatabaseProduct.POSTGRESQL) {
            session
                .createNativeMutationQuery("set local synchronous_commit to off")
                .executeUpdate();
          }
          return work.apply(session);
        },
        false);
  }

  private <T> T run(Function<StatelessSession, T> work, boolean forceToDisk) {
    try {
      for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
        try {
          return once(work, forceToDisk);
        } catch (PersistenceException e) {
          if (!Contention.caused(e)) {
            throw e;
          }
        }
      }
      return once(work, forceToDisk);
    } catch (ConstraintViolationException | DataException e) {
      throw new RejectedRowException("the database refused a row: " + FaultText.of(e), e);
    } catch (PersistenceException e) {
      if (product.isEmbedded()) {
        H2Reopening.after(e, sessions);
      }
      throw new MessageStoreException("the database failed: " + FaultText.of(e), e);
    }
  }

  private <T> T once(Function<StatelessSession, T> work, boolean forceToDisk) {
    if (stage.isPresent()) {
      return work.apply(stage.get());
    }
    try (StatelessSession session = sessions.openStatelessSession()) {
      var transaction = session.beginTransaction();
      try {
        T result = work.apply(session);
        transaction.commit();
        if (forceToDisk) {
          forceToDisk(session);
        }
        return result;
      } catch (RuntimeException e) {
        rollBack(transaction, e);
        throw e;
      }
    }
  }

  /** H2 hands a commit to the operating system only; this makes it reach the disk. */
  private static void forceToDisk(StatelessSession session) {
    session.doWork(
        connection -> {
          try (var statement = connection.createStatement()) {
            statement.execute("CHECKPOINT SYNC");
          }
          connection.commit();
        });
  }

  private static void rollBack(org.hibernate.Transaction transaction, RuntimeException cause) {
    try {
      if (transaction.isActive()) {
        transaction.rollback();
      }
    } catch (RuntimeException e) {
      // Of a broken connection; what broke it is the news.
      cause.addSuppressed(e);
    }
  }
}
