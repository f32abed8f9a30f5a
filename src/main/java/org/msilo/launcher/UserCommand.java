package org.msilo.launcher;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.msilo.config.ConfigException;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * The command user: who may log in. Passwords are asked for at the terminal, or read as one line
 * where there is none; they are no argument, which others on the machine could see.
 */
final class UserCommand implements Command {
  private static final String RUN = "org.msilo.users.Users";
  private static final Set<String> ACTIONS = Set.of("add", "passwd", "list", "remove", "import");
  private static final Set<String> WITH_PASSWORD = Set.of("add", "passwd");
  private static final Set<String> WITHOUT_NAME = Set.of("list", "import");

  @Override
  public String name() {
    return "user";
  }

  @Override
  public CommandLine commandLine() {
    CommandSpec spec =
        Application.command(
            name(),
            "Says who may log in. Passwords are asked for, or read from standard input as one line."
                + " Stop the server before, unless its database is one that takes several"
                + " programs.",
            "",
            "Settings of the server are taken as well, such as --home, --db_url, --config: they"
                + " name msilo's own database.",
            "Exit status: 0 done, 1 it cannot be done, 2 an option or a setting is wrong.");
    spec.usageMessage()
        .customSynopsis(
            "java -jar msilo.war user add|passwd|remove NAME@DOMAIN [--SETTING=VALUE...]",
            "java -jar msilo.war user list [--SETTING=VALUE...]",
            "java -jar msilo.war user import --from=URL [OPTIONS] [--SETTING=VALUE...]");
    spec.addOption(value("from", "URL", "JDBC URL of the database with a subscriber table"));
    spec.addOption(
        value("from-user", "NAME", "its user; the password stands in MSILO_FROM_PASSWORD"));
    spec.addOption(value("table", "NAME", "the table; default: subscriber"));
    spec.addOption(value("domain", "DOMAIN", "domain of the rows that have none"));
    return new CommandLine(spec);
  }

  private static OptionSpec value(String name, String label, String description) {
    return OptionSpec.builder("--" + name)
        .paramLabel(label)
        .type(String.class)
        .description(description)
        .build();
  }

  @Override
  public int run(List<String> words) throws ConfigException, StartException {
    String action = words.isEmpty() ? "" : words.get(0);
    boolean named = ACTIONS.contains(action) && !WITHOUT_NAME.contains(action);
    boolean isNamed = words.size() > 1 && !words.get(1).startsWith("-");
    int taken = !ACTIONS.contains(action) ? 0 : named && isNamed ? 2 : 1;
    ParseResult parsed =
        commandLine().parseArgs(words.subList(taken, words.size()).toArray(String[]::new));
    if (CommandLine.printHelpIfRequested(parsed)) {
      return ExitStatus.IN_ORDER;
    }
    if (taken == 0 || named != isNamed) {
      throw new ParameterException(
          commandLine(), "user add|passwd|remove NAME@DOMAIN, user list, or user import");
    }
    Map<String, String> options = new HashMap<>();
    parsed.matchedOptions().forEach(o -> options.put(o.longestName().substring(2), o.getValue()));
    if (action.equals("import") && !options.containsKey("from")) {
      throw new ParameterException(commandLine(), "user import needs --from=URL");
    }
    if (named) {
      options.put("user", words.get(1));
    }
    if (WITH_PASSWORD.contains(action)) {
      options.put("password", password());
    }
    return Application.run(RUN, parsed.unmatched(), action, options, parsed.unmatched());
  }

  private static String password() throws StartException {
    Console console = System.console();
    try {
      String first =
          console == null
              ? new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))
                  .readLine()
              : typed(console, "Password: ");
      if (console != null && !typed(console, "Once more: ").equals(first)) {
        throw new StartException("the two passwords differ", null);
      }
      return first == null ? "" : first;
    } catch (IOException e) {
      throw new StartException("the password cannot be read: " + Reason.of(e), e);
    }
  }

  private static String typed(Console console, String prompt) {
    char[] typed = console.readPassword(prompt);
    return typed == null ? "" : new String(typed);
  }
}
