package org.msilo.transfer;

import java.time.Clock;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.msilo.config.MsiloConfig;
import org.msilo.store.jpa.Database;
import org.msilo.store.jpa.DatabaseSettings;
import org.msilo.store.jpa.DatabaseUnavailableException;
import org.msilo.store.jpa.ImportLedger;
import org.msilo.store.jpa.JpaMessageStore;
import org.msilo.store.jpa.KeyRotation;
import org.msilo.store.jpa.KeySurvey;
import org.msilo.store.jpa.WaitingMail;
import org.msilo.store.seal.KeyRing;

/** Msilo's own database as the settings name it, opened without a server. */
final class OwnStore implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 30;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Database database;
  private final JpaMessageStore messages;

  private OwnStore(Database database, Clock clock) {
    this.database = database;
    this.messages =
        new JpaMessageStore(
            database.transactions(), clock, () -> "transfer", threads, Runnable::run);
  }

  /** Opens it, makes or upgrades its tables; fails when a server has its file. */
  static OwnStore open(MsiloConfig config, Clock clock) throws TransferException {
    try {
      Database database =
          Database.open(
              new DatabaseSettings(
                  config.dbUrl(), config.dbUser(), config.dbPassword(), config.dbTable()),
              new KeyRing(config.encryptionKeys()),
              List.copyOf(JpaMessageStore.entities()));
      return new OwnStore(database, clock);
    } catch (DatabaseUnavailableException e) {
      throw TransferException.cannotRun(e.getMessage(), e);
    }
  }

  JpaMessageStore messages() {
    return messages;
  }

  ImportLedger ledger() {
    return new ImportLedger(database.transactions());
  }

  KeyRotation rotation() {
    return new KeyRotation(database.transactions());
  }

  KeySurvey survey() {
    return new KeySurvey(database.transactions());
  }

  WaitingMail mail() {
    return new WaitingMail(database.transactions());
  }

  @Override
  public void close() {
    messages.close();
    threads.shutdown();
    try {
      threads.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    database.close();
  }
}
