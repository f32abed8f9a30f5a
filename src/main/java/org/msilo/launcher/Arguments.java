package org.msilo.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import org.msilo.config.Setting;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The command line as help shows it; the values themselves are judged with all other sources. */
final class Arguments {
  private static final String PROGRAM = "java -jar msilo.war";
  private static final int WIDTH = 100;
  private static final int OPTION_COLUMN = 36;

  private Arguments() {}

  static CommandLine commandLine() {
    CommandSpec spec = CommandSpec.create().name(PROGRAM).version("msilo " + version());
    describe(spec.usageMessage());
    for (Setting setting : Setting.values()) {
      spec.addOption(option(setting));
    }
    spec.addOption(
        OptionSpec.builder("--config")
            .paramLabel("FILE")
            .type(String.class)
            .description(
                "file with settings, name=value a line", "Default: msilo.properties in home")
            .build());
    spec.addOption(flag("print this help and exit", "-h", "--help").usageHelp(true).build());
    spec.addOption(flag("print the version and exit", "-V", "--version").versionHelp(true).build());
    // What is wrong with a setting is reported with all other faults, not by the parser.
    spec.parser()
        .collectErrors(true)
        .unmatchedArgumentsAllowed(true)
        .overwrittenOptionsAllowed(true);
    Commands.ALL.forEach(command -> spec.addSubcommand(command.name(), command.commandLine()));
    return new CommandLine(spec);
  }

  private static void describe(UsageMessageSpec usage) {
    usage
        .width(WIDTH)
        .longOptionsMaxWidth(OPTION_COLUMN)
        .sortOptions(false)
        .abbreviateSynopsis(true)
        .description(
            "Keeps SIP messages for users who are away and delivers them when they register.")
        .footer(
            "",
            "Each setting can also be the system property msilo.NAME, the environment variable"
                + " MSILO_NAME, or a line NAME=VALUE in the file msilo.properties in home;"
                + " what stands first here wins over what stands later.",
            "Exit status: 0 stopped in order, 1 the server cannot run, 2 a setting is wrong.");
  }

  private static OptionSpec option(Setting setting) {
    return OptionSpec.builder("--" + setting.key())
        .paramLabel("VALUE")
        .type(String.class)
        .description(escaped(setting.meaning()), "Default: " + escaped(setting.defaultText()))
        .build();
  }

  private static String escaped(String text) {
    return text.replace("%", "%%");
  }

  /** A command with help, and no options of its own yet. */
  static CommandSpec command(String name, String purpose) {
    CommandSpec spec = CommandSpec.create().name(PROGRAM + " " + name);
    spec.usageMessage()
        .width(WIDTH)
        .longOptionsMaxWidth(OPTION_COLUMN)
        .sortOptions(false)
        .description(purpose);
    spec.addOption(flag("print this help and exit", "-h", "--help").usageHelp(true).build());
    return spec;
  }

  static OptionSpec.Builder flag(String description, String name, String... more) {
    String[] names = new String[more.length + 1];
    names[0] = name;
    System.arraycopy(more, 0, names, 1, more.length);
    return OptionSpec.builder(names).arity("0").type(boolean.class).description(description);
  }

  private static String version() {
    Properties properties = new Properties();
    try (InputStream stream = Arguments.class.getResourceAsStream("version.properties")) {
      properties.load(stream);
    } catch (IOException e) {
      throw new IllegalStateException("version.properties cannot be read", e);
    }
    return properties.getProperty("version");
  }
}
