package org.msilo.launcher;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.msilo.config.ConfigException;
import org.msilo.config.ConfigReader;
import org.msilo.config.MsiloConfig;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** What "java -jar msilo.war" runs: one of the {@link Commands}, help, or the server. */
public final class Main {
  private static final String SERVER = "org.msilo.launcher.Server";

  private Main() {}

  public static void main(String[] arguments) {
    int status = run(List.of(arguments));
    System.out.flush();
    System.exit(status);
  }

  private static int run(List<String> words) {
    try {
      Optional<Command> command = words.isEmpty() ? Optional.empty() : Commands.named(words.get(0));
      return command.isPresent()
          ? command.get().run(words.subList(1, words.size()))
          : server(words);
    } catch (CommandLine.ParameterException e) {
      System.err.println("msilo: " + e.getMessage() + "; --help lists what is possible");
      return ExitStatus.BAD_SETTINGS;
    } catch (ConfigException e) {
      System.err.println("msilo: " + e.getMessage());
      return ExitStatus.BAD_SETTINGS;
    } catch (StartException e) {
      System.err.println("msilo: " + e.getMessage());
      return ExitStatus.CANNOT_RUN;
    }
  }

  private static int server(List<String> arguments) throws ConfigException, StartException {
    ParseResult parsed = Arguments.commandLine().parseArgs(arguments.toArray(String[]::new));
    if (CommandLine.printHelpIfRequested(parsed)) {
      return ExitStatus.IN_ORDER;
    }
    MsiloConfig config =
        ConfigReader.read(arguments, System.getProperties(), System.getenv(), Map.of());
    Preflight.check(config);
    UnpackedWar war = UnpackedWar.below(config.home().resolve("run"));
    return new WarEntry(war.containerLoader(), SERVER)
        .run(arguments, war.webapp(), war.workDirectory());
  }
}
