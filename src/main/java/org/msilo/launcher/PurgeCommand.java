package org.msilo.launcher;

import java.util.List;
import org.msilo.config.ConfigException;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The command that erases a user. */
final class PurgeCommand implements Command {
  private static final String RUN = "org.msilo.transfer.Purge";
  private static final String MAILBOX = "--mailbox";

  @Override
  public String name() {
    return "purge";
  }

  @Override
  public CommandLine commandLine() {
    CommandSpec spec =
        Application.command(
            name(),
            "Erases a user: the messages that wait for him, his bindings and his devices. Servers"
                + " may run meanwhile, unless the database is a H2 file, which its server has for"
                + " itself.",
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
    return new CommandLine(spec);
  }

  @Override
  public int run(List<String> words) throws ConfigException, StartException {
    ParseResult parsed = commandLine().parseArgs(words.toArray(String[]::new));
    if (CommandLine.printHelpIfRequested(parsed)) {
      return ExitStatus.IN_ORDER;
    }
    String mailbox = parsed.matchedOptionValue(MAILBOX, "");
    return Application.run(RUN, parsed.unmatched(), mailbox, parsed.unmatched());
  }
}
