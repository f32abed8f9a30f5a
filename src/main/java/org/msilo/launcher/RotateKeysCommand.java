package org.msilo.launcher;

import java.util.List;
import org.msilo.config.ConfigException;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** The command that encrypts anew. */
final class RotateKeysCommand implements Command {
  private static final String RUN = "org.msilo.transfer.RotateKeys";

  @Override
  public String name() {
    return "rotate-keys";
  }

  @Override
  public CommandLine commandLine() {
    return new CommandLine(
        Application.command(
            name(),
            "Encrypts what is stored with the first key of encryption_key_file, be it encrypted"
                + " with another of its keys or not at all. Servers may run meanwhile, unless the"
                + " database is a H2 file, which its server has for itself. Broken off, run it"
                + " again.",
            "",
            "Settings of the server are taken as well, such as --home, --db_url, --config.",
            "Exit status: 0 all is encrypted with the first key, 1 it cannot run or a key is"
                + " missing, 2 an option or a setting is wrong."));
  }

  @Override
  public int run(List<String> words) throws ConfigException, StartException {
    ParseResult parsed = commandLine().parseArgs(words.toArray(String[]::new));
    if (CommandLine.printHelpIfRequested(parsed)) {
      return ExitStatus.IN_ORDER;
    }
    return Application.run(RUN, parsed.unmatched(), parsed.unmatched());
  }
}
