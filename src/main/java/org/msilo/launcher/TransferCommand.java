package org.msilo.launcher;

import java.io.Console;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.msilo.config.ConfigException;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The commands that take over the silo of another server, or write one. */
final class TransferCommand implements Command {
  static final TransferCommand IMPORT =
      new TransferCommand(
          "import",
          "from",
          "Takes over the silo table of SER, Kamailio or OpenSIPS into the database that the"
              + " settings name. A second run repeats nothing. Stop the server before, unless its"
              + " database is one that takes several programs.");

  static final TransferCommand EXPORT =
      new TransferCommand(
          "export",
          "to",
          "Writes the messages that wait into a silo table of Kamailio's or OpenSIPS' shape, which"
              + " is made if there is none. They stay in msilo's database, too. A second run"
              + " repeats nothing.");

  private static final String RUN = "org.msilo.transfer.Transfer";
  private static final String DRY_RUN = "dry-run";

  /** Stands for a password that is to be asked for. */
  private static final String ASK = "\0";

  private final String name;
  private final String side;
  private final String purpose;

  private TransferCommand(String name, String side, String purpose) {
    this.name = name;
    this.side = side;
    this.purpose = purpose;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public CommandLine commandLine() {
    CommandSpec spec =
        Application.command(
            name,
            purpose,
            "",
            "Settings of the server are taken as well, such as --home, --db_url, --config: they name"
                + " msilo's own database.",
            "Exit status: 0 all went over, 1 it cannot run or something was refused, 2 an option or"
                + " a setting is wrong.");
    spec.addOption(
        value(side, "URL")
            .required(true)
            .description("JDBC URL of the other database: jdbc:mysql: mariadb: postgresql: sqlite:")
            .build());
    spec.addOption(value(side + "-user", "NAME").description("its user").build());
    spec.addOption(
        value(side + "-password", "PASSWORD")
            .arity("0..1")
            .fallbackValue(ASK)
            .description(
                "that user's password; without a value it is asked for; better than here it stands"
                    + " in the environment as MSILO_"
                    + side.toUpperCase(Locale.ROOT)
                    + "_PASSWORD")
            .build());
    spec.addOption(value("table", "NAME").description("the silo table", "Default: silo").build());
    if (this == IMPORT) {
      spec.addOption(Arguments.flag("look only, change nothing", "--" + DRY_RUN).build());
    }
    return new CommandLine(spec);
  }

  private static OptionSpec.Builder value(String name, String label) {
    return OptionSpec.builder("--" + name).paramLabel(label).type(String.class);
  }

  @Override
  public int run(List<String> words) throws ConfigException, StartException {
    ParseResult parsed = commandLine().parseArgs(words.toArray(String[]::new));
    if (CommandLine.printHelpIfRequested(parsed)) {
      return ExitStatus.IN_ORDER;
    }
    Map<String, String> options = options(parsed);
    List<String> settings = parsed.unmatched();
    if (!options.containsKey(DRY_RUN)) {
      return Application.run(RUN, settings, name, options, settings);
    }
    try (TemporaryFolder folder = new TemporaryFolder("msilo-dry-run")) {
      return Application.run(UnpackedWar.below(folder.path()), RUN, name, options, settings);
    } catch (IOException e) {
      throw new StartException("cannot use the folder for temporary files: " + Reason.of(e), e);
    }
  }

  private Map<String, String> options(ParseResult parsed) {
    Map<String, String> options = new HashMap<>();
    for (OptionSpec option : parsed.matchedOptions()) {
      Object value = option.getValue();
      options.put(option.longestName().substring(2), value.toString());
    }
    if (ASK.equals(options.get(side + "-password"))) {
      options.put(side + "-password", ask());
    }
    return options;
  }

  private String ask() {
    Console console = System.console();
    char[] password = console == null ? null : console.readPassword("Password of the database: ");
    if (password == null) {
      throw new ParameterException(
          commandLine(),
          ("there is no terminal to ask for the password at: write --%s-password=PASSWORD or set"
                  + " MSILO_%s_PASSWORD")
              .formatted(side, side.toUpperCase(Locale.ROOT)));
    }
    return new String(password);
  }
}
