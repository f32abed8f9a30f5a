package org.msilo.launcher;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.msilo.config.ConfigException;
import org.msilo.config.ConfigReader;
import org.msilo.config.MsiloConfig;
import picocli.CommandLine.Model.CommandSpec;

/** The application's own classes without a container: where most commands run. */
final class Application {
  private Application() {}

  /** A command that takes the settings of the server beside its own options. */
  static CommandSpec command(String name, String purpose, String... footer) {
    CommandSpec spec = Arguments.command(name, purpose);
    spec.usageMessage().footer(footer);
    // The settings are judged with all their other places.
    spec.parser().unmatchedArgumentsAllowed(true);
    return spec;
  }

  /** Runs an entry where the settings say that home is; returns the exit status. */
  static int run(String entry, List<String> settings, Object... arguments)
      throws ConfigException, StartException {
    MsiloConfig config =
        ConfigReader.read(settings, System.getProperties(), environment(), Map.of());
    Preflight.checkHome(config.home());
    return run(UnpackedWar.below(config.home().resolve("run")), entry, arguments);
  }

  /** Runs an entry of a war that is unpacked already; returns the exit status. */
  static int run(UnpackedWar war, String entry, Object... arguments) throws StartException {
    return new WarEntry(war.applicationLoader(), entry).run(arguments);
  }

  /** Without the passwords of other databases, which are no settings. */
  private static Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.remove("MSILO_FROM_PASSWORD");
    environment.remove("MSILO_TO_PASSWORD");
    return environment;
  }
}
