package org.msilo.transfer;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.msilo.config.ConfigException;
import org.msilo.config.ConfigReader;
import org.msilo.config.MsiloConfig;
import org.msilo.location.jpa.JpaBindingStore;
import org.msilo.message.AddressOfRecord;
import org.msilo.store.MessageStoreException;
import org.msilo.store.jpa.Database;
import org.msilo.store.jpa.DatabaseSettings;
import org.msilo.store.jpa.DatabaseUnavailableException;
import org.msilo.store.jpa.Erasure;
import org.msilo.store.jpa.JpaMessageStore;

/**
 * The command that erases a user, called by the launcher in a class loader of the application's
 * own.
 */
public final class Purge {
  private static final int IN_ORDER = 0;
  private static final int CANNOT_RUN = 1;
  private static final int BAD_SETTINGS = 2;

  private Purge() {}

  /**
   * Erases a user, and prints what there was of him.
   *
   * @param mailbox his address-of-record, with or without scheme
   * @param settings settings of the server, {@code --name=value}
   * @return 0 when it is done, 1 when the database cannot, 2 when the command makes no sense
   */
  public static int run(String mailbox, List<String> settings) {
    if (System.getProperty("logback.configurationFile") == null) {
      System.setProperty("logback.configurationFile", "org/msilo/transfer/logback.xml");
    }
    return run(mailbox, settings, System.getenv(), System.out, System.err);
  }

  static int run(
      String mailbox,
      List<String> settings,
      Map<String, String> environment,
      PrintStream out,
      PrintStream err) {
    Optional<AddressOfRecord> aor =
        AddressOfRecord.parse(mailbox.matches("(?i)sips?:.*") ? mailbox : "sip:" + mailbox);
    if (aor.isEmpty()) {
      err.println("msilo: --mailbox must be an address-of-record such as bob@example.com");
      return BAD_SETTINGS;
    }
    try {
      MsiloConfig config =
          ConfigReader.read(settings, System.getProperties(), environment, Map.of());
      out.println(report(aor.get(), erase(config, aor.get())));
      return IN_ORDER;
    } catch (ConfigException e) {
      err.println("msilo: " + e.getMessage());
      return BAD_SETTINGS;
    } catch (DatabaseUnavailableException | MessageStoreException e) {
      err.println("msilo: " + e.getMessage());
      return CANNOT_RUN;
    }
  }

  private static Erasure.Erased erase(MsiloConfig config, AddressOfRecord mailbox) {
    try (Database database =
        Database.open(
            new DatabaseSettings(
                config.dbUrl(), config.dbUser(), config.dbPassword(), config.dbTable()),
            Stream.of(JpaMessageStore.entities(), JpaBindingStore.entities())
                .flatMap(List::stream)
                .toList())) {
      return new Erasure(database.transactions()).erase(mailbox);
    }
  }

  private static String report(AddressOfRecord mailbox, Erasure.Erased erased) {
    return "%s: %d messages, %d bindings, %d devices, %d deliveries, %d rounds erased"
        .formatted(
            mailbox,
            erased.messages(),
            erased.bindings(),
            erased.devices(),
            erased.deliveries(),
            erased.rounds());
  }
}
