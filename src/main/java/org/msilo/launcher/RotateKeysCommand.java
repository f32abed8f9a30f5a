package org.msilo.launcher;

import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.Map;
import org.msilo.config.ConfigException;
import org.msilo.config.ConfigReader;
import org.msilo.config.MsiloConfig;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** The command that encrypts anew: runs the application's own classes without a container. */
final class RotateKeysCommand {
  static final String NAME = "rotate-keys";

  private static final String RUN = "org.msilo.transfer.RotateKeys";

  private RotateKeysCommand() {}

  static CommandLine commandLine() {
    CommandSpec spec = CommandSpec.create().name("java -jar msilo.war " + NAME);
    spec.usageMessage()
        .width(Arguments.WIDTH)
        .longOptionsMaxWidth(Arguments.OPTION_COLUMN)
        .sortOptions(false)
        .description(
            "Encrypts what is stored with the first key of encryption_key_file, be it encrypted"
                + " with another of its keys or not at all. Servers may run meanwhile, unless the"
                + " database is a H2 file, which its server has for itself. Broken off, run it"
                + " again.")
        .footer(
            "",
            "Settings of the server are taken as well, such as --home, --db_url, --config.",
            "Exit status: 0 all is encrypted with the first key, 1 it cannot run or a key is"
                + " missing, 2 an option or a setting is wrong.");
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
    ClassLoader loader = UnpackedWar.below(config.home().resolve("run")).applicationLoader();
    Thread.currentThread().setContextClassLoader(loader);
    try {
      return (int)
          loader.loadClass(RUN).getMethod("run", List.class).invoke(null, parsed.unmatched());
    } catch (InvocationTargetException e) {
      throw new StartException("unexpected: " + e.getCause(), e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new StartException("this war is not complete: " + e, e);
    }
  }
}
