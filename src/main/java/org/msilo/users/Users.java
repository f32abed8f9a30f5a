package org.msilo.users;

import java.io.PrintStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.msilo.auth.Subscriber;
import org.msilo.auth.SubscriberStore;
import org.msilo.auth.jpa.JpaSubscriberStore;
import org.msilo.config.ConfigException;
import org.msilo.config.ConfigReader;
import org.msilo.config.MsiloConfig;
import org.msilo.message.AddressOfRecord;
import org.msilo.store.MessageStoreException;
import org.msilo.store.jpa.Database;
import org.msilo.store.jpa.DatabaseSettings;
import org.msilo.store.jpa.DatabaseUnavailableException;

/**
 * The command user, called by the launcher in a class loader of the application's own; nothing but
 * classes of the JDK passes between the two.
 */
public final class Users {
  private static final int IN_ORDER = 0;
  private static final int CANNOT_RUN = 1;
  private static final int BAD_SETTINGS = 2;
  private static final int PAGE = 500;
  private static final int LONGEST_NAME = 255;
  private static final String LOGGING = "logback.configurationFile";

  private final SubscriberStore store;
  private final PrintStream out;

  Users(SubscriberStore store, PrintStream out) {
    this.store = store;
    this.out = out;
  }

  /**
   * Runs a command and prints what came of it.
   *
   * @param command {@code add}, {@code passwd}, {@code remove}, {@code list} or {@code import}
   * @param options {@code user} (NAME@DOMAIN) and {@code password}, or those of the import
   * @param settings settings of the server, {@code --name=value}
   * @return 0 when it is done, 1 when it cannot be, 2 when it makes no sense
   */
  public static int run(String command, Map<String, String> options, List<String> settings) {
    if (System.getProperty(LOGGING) == null) {
      System.setProperty(LOGGING, "org/msilo/transfer/logback.xml");
    }
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      MsiloConfig config =
          ConfigReader.read(settings, System.getProperties(), environment(), Map.of());
      if (config.login().query().isPresent()) {
        throw new UserCommandException(
            "auth_query is set: users are in the table that it asks, and not managed from here");
      }
      try (Database database = open(config);
          JpaSubscriberStore store =
              new JpaSubscriberStore(database.transactions(), threads, Runnable::run)) {
        new Users(store, System.out).run(command, options);
        return IN_ORDER;
      }
    } catch (ConfigException | IllegalArgumentException e) {
      System.err.println("msilo: " + e.getMessage());
      return BAD_SETTINGS;
    } catch (UserCommandException | DatabaseUnavailableException | MessageStoreException e) {
      System.err.println("msilo: " + e.getMessage());
      return CANNOT_RUN;
    } finally {
      threads.shutdown();
    }
  }

  private static Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.remove(SubscriberTable.PASSWORD);
    return environment;
  }

  private static Database open(MsiloConfig config) {
    return Database.open(
        new DatabaseSettings(
            config.dbUrl(), config.dbUser(), config.dbPassword(), config.dbTable()),
        JpaSubscriberStore.entities());
  }

  void run(String command, Map<String, String> options) throws UserCommandException {
    switch (command) {
      case "list" -> list();
      case "import" -> takeOver(options);
      case "remove" -> {
        AddressOfRecord aor = named(options);
        if (!store.remove(aor)) {
          throw new UserCommandException("there is no user " + aor);
        }
        out.println("removed: " + aor);
      }
      default -> set(command.equals("add"), named(options), options.get("password"));
    }
  }

  private void set(boolean fresh, AddressOfRecord aor, String password)
      throws UserCommandException {
    boolean known = store.find(aor).join().isPresent();
    if (known && fresh) {
      throw new UserCommandException(
          "there is a user " + aor + " already; user passwd gives a new password");
    }
    if (!known && !fresh) {
      throw new UserCommandException("there is no user " + aor + "; user add makes one");
    }
    if (password == null || password.isEmpty()) {
      throw new UserCommandException("the password must not be empty");
    }
    store.put(Subscriber.withPassword(aor, password));
    out.println((fresh ? "added: " : "changed: ") + aor);
  }

  private void list() {
    Optional<AddressOfRecord> previous = Optional.empty();
    List<Subscriber> page;
    do {
      page = store.listAfter(previous, PAGE);
      for (Subscriber subscriber : page) {
        boolean old = subscriber.ha1Sha256().isEmpty();
        out.println(subscriber.aor() + (old ? " (MD5 only)" : ""));
        previous = Optional.of(subscriber.aor());
      }
    } while (page.size() == PAGE);
  }

  private void takeOver(Map<String, String> options) throws UserCommandException {
    SubscriberImport takingOver = new SubscriberImport(store);
    new SubscriberTable(options).read(takingOver);
    takingOver.finish();
    out.println("imported: " + takingOver.taken());
    takingOver.refused().forEach((fault, rows) -> out.println("left out: " + rows + " " + fault));
    if (!takingOver.refused().isEmpty()) {
      throw new UserCommandException("some rows were left out");
    }
  }

  /** Whether the columns of our table are too narrow for it. */
  static boolean isTooLong(AddressOfRecord aor) {
    return aor.user().length() > LONGEST_NAME || aor.host().length() > LONGEST_NAME;
  }

  private static AddressOfRecord named(Map<String, String> options) {
    String name = options.getOrDefault("user", "");
    AddressOfRecord aor =
        AddressOfRecord.parse(name.startsWith("sip:") ? name : "sip:" + name)
            .orElseThrow(() -> new IllegalArgumentException("a user is NAME@DOMAIN"));
    if (isTooLong(aor)) {
      throw new IllegalArgumentException("name and domain have at most 255 characters each");
    }
    return aor;
  }
}
