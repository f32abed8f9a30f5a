package org.msilo.transfer;

import java.io.PrintStream;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.msilo.config.ConfigException;
import org.msilo.config.ConfigReader;
import org.msilo.config.MsiloConfig;
import org.msilo.store.MessageStoreException;

/**
 * The commands import and export, called by the launcher in a class loader of the application's
 * own; nothing but classes of the JDK passes between the two.
 */
public final class Transfer {
  private static final int IN_ORDER = 0;
  private static final int CANNOT_RUN = 1;
  private static final int BAD_SETTINGS = 2;

  private static final String LOGGING = "logback.configurationFile";

  private final TransferOptions options;
  private final MsiloConfig config;
  private final Clock clock;
  private final PrintStream out;

  private Transfer(TransferOptions options, MsiloConfig config, Clock clock, PrintStream out) {
    this.options = options;
    this.config = config;
    this.clock = clock;
    this.out = out;
  }

  /**
   * Runs a command and prints what came of it.
   *
   * @param command {@code import} or {@code export}
   * @param options the command's own options by name, without dashes
   * @param settings settings of the server, {@code --name=value}
   * @return 0 when all went over, 1 when something did not, 2 when the command makes no sense
   */
  public static int run(String command, Map<String, String> options, List<String> settings) {
    if (System.getProperty(LOGGING) == null) {
      System.setProperty(LOGGING, "org/msilo/transfer/logback.xml");
    }
    return run(command, options, settings, System.getenv(), System.out, System.err);
  }

  static int run(
      String command,
      Map<String, String> options,
      List<String> settings,
      Map<String, String> environment,
      PrintStream out,
      PrintStream err) {
    try {
      MsiloConfig config =
          ConfigReader.read(
              settings,
              System.getProperties(),
              TransferOptions.withoutPasswords(environment),
              Map.of());
      Clock clock = Clock.tickMillis(ZoneOffset.UTC);
      Transfer transfer =
          new Transfer(TransferOptions.of(options, environment), config, clock, out);
      return command.equals("import") ? transfer.importRows() : transfer.exportRows();
    } catch (ConfigException e) {
      err.println("msilo: " + e.getMessage());
      return BAD_SETTINGS;
    } catch (TransferException e) {
      err.println("msilo: " + e.getMessage());
      return e.isBadArguments() ? BAD_SETTINGS : CANNOT_RUN;
    } catch (MessageStoreException e) {
      err.println("msilo: " + e.getMessage() + "; run it again");
      return CANNOT_RUN;
    }
  }

  private int importRows() throws TransferException {
    try (ForeignDatabase source = foreign(ForeignDatabase.Use.READ)) {
      SiloReader table = new SiloReader(source, SiloTable.find(source, options.table()));
      RowJudge judge = new RowJudge(clock);
      long total = table.count();
      if (options.dryRun()) {
        Destination nowhere =
            candidates -> candidates.stream().map(c -> Verdict.take(c.message())).toList();
        return follow(total, new Import(table, judge, nowhere)::run);
      }
      try (OwnStore own = OwnStore.open(config, clock)) {
        own.ledger().forgetExpired(clock.instant());
        Destination store = new StoreDestination(own.messages(), own.ledger());
        return follow(total, new Import(table, judge, store)::run);
      }
    }
  }

  private int exportRows() throws TransferException {
    try (ForeignDatabase goal = foreign(ForeignDatabase.Use.WRITE);
        OwnStore own = OwnStore.open(config, clock)) {
      SiloShape shape = SiloTable.findOrMake(goal, options.table());
      SiloWriter writer = new SiloWriter(goal, shape);
      Export export = new Export(own.mail(), new RowMaker(shape), writer::write, clock);
      return follow(own.mail().count(), export::run);
    }
  }

  private ForeignDatabase foreign(ForeignDatabase.Use use) throws TransferException {
    SiloShape.checkName(options.table());
    return ForeignDatabase.open(options.url(), options.user(), options.password(), use);
  }

  /** One run over all rows. */
  private interface Work {
    void run(Tally tally, Progress progress) throws TransferException;
  }

  private int follow(long total, Work work) throws TransferException {
    Tally tally = new Tally();
    Progress progress = new Progress(out, System.console() != null, clock, total);
    try {
      work.run(tally, progress);
    } finally {
      progress.end();
      if (options.dryRun()) {
        out.println("dry run: nothing was changed, this is what would come of it");
      }
      tally.lines().forEach(out::println);
      out.flush();
    }
    return tally.of(Outcome.REFUSED) > 0 ? CANNOT_RUN : IN_ORDER;
  }
}
