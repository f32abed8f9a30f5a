package org.msilo.launcher;

import java.io.IOException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** The command that plays a message to a user who is away: on the container, as the server is. */
final class DemoCommand implements Command {
  private static final String RUN = "org.msilo.demo.Demo";
  private static final String NO_COLOR = "--no-color";

  @Override
  public String name() {
    return "demo";
  }

  @Override
  public CommandLine commandLine() {
    CommandSpec spec =
        Arguments.command(
            name(), "Plays a message to a user who is away, on the real server with two phones.");
    spec.addOption(Arguments.flag("print without colour", NO_COLOR).build());
    return new CommandLine(spec);
  }

  @Override
  public int run(List<String> words) throws StartException {
    ParseResult parsed = commandLine().parseArgs(words.toArray(String[]::new));
    if (CommandLine.printHelpIfRequested(parsed)) {
      return ExitStatus.IN_ORDER;
    }
    boolean colour =
        !parsed.hasMatchedOption(NO_COLOR)
            && System.console() != null
            && System.getenv("NO_COLOR") == null;
    try (TemporaryFolder folder = new TemporaryFolder("msilo-demo")) {
      UnpackedWar war = UnpackedWar.below(folder.path().resolve("run"));
      List<String> arguments = colour ? List.of() : List.of(NO_COLOR);
      return new WarEntry(war.containerLoader(), RUN).run(arguments, war.webapp(), folder.path());
    } catch (IOException e) {
      throw new StartException("cannot use the folder for temporary files: " + Reason.of(e), e);
    }
  }
}
