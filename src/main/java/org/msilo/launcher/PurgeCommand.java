package org.msilo.launcher;

import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.Map;
import org.msilo.config.ConfigException;
import org.msilo.config.ConfigReader;
import org.msilo.config.MsiloConfig;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The command that erases a user: runs the application's own classes without a container. */
final class PurgeCommand {
  static final String NAME = "purge";

  private static final String RUN = "org.msilo.transfer.Purge";
  private static final String MAILBOX = "--mailbox";

  private PurgeCommand() {}

  static CommandLine commandLine() {
    CommandSpec spec = CommandSpec.create().name("java -jar msilo.war " + NAME);
    spec.usageMessage()
        .width(Arguments.WIDTH)
        .longOptionsMaxWidth(Arguments.OPTION_COLUMN)
        .sortOptions(false)
        .description(
            "Erases a user: the messages that wait for him, his bindings and his devices. Servers"
                + " may run meanwhile, unless the database is a H2 file, which its server has for"
                + " itself.")
        .footer(
            "",
            "Settings of the server are taken as well, such as --home, --db_url, --config.",
            "Exit status: 0 done, 1 it cannot run, 2 an option or a setting is wrong.");
    spec.addOption(
        OptionSpec.builder(MAILBOX)
            .paramLabel("AOR")
            .type(String.class)
            .required(true)
            .description("whom, such as bob@example.com")
            .build());
    spec.addOption(
        Arguments.flag("print this help and exit", "-h", "--help").usageHelp(true).build());
    // The settings are judged with all their other places.
    spec.parser().unmatchedArgumentsAllowed(true);
    return new CommandLine(spec);
  }

  /** Runs it; returns the exit status. */
  static int run(String[] arguments) throws ConfigException, StartException {
    ParseResult parsed = commandLine().parseArgs(arguments);
    if (CommandLine.printHelpIfRequested(parsed)) {
      return ExitStatus.IN_ORDER;
    }
    MsiloConfig config =
        ConfigReader.read(parsed.unmatched(), System.getProperties(), System.getenv(), Map.of());
    Preflight.checkHome(config.home());
    String mailbox = parsed.matchedOptionValue(MAILBOX, "");
    ClassLoader loader = UnpackedWar.below(config.home().resolve("run")).applicationLoader();
    Thread.currentThread().setContextClassLoader(loader);
    try {
      return (int)
          loader
              .loadClass(RUN)
              .getMethod("run", String.class, List.class)
              .invoke(null, mailbox, parsed.unmatched());
    } catch (InvocationTargetException e) {
      throw new StartException("unexpected: " + e.getCause(), e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new StartException("this war is not complete: " + e, e);
    }
  }
}
