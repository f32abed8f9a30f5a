package org.msilo.config;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * Reads the settings from all their places, once, and reports everything that is wrong together.
 */
public final class ConfigReader {
  private static final String CONFIG_KEY = "config";
  private static final String FILE_NAME = "msilo.properties";
  private static final int CLOSE_ENOUGH = 3;

  private final List<String> faults = new ArrayList<>();
  private final List<ConfigSource> sources = new ArrayList<>();

  private ConfigReader() {}

  /** The settings by precedence: command line, system, environment, file, context, default. */
  public static MsiloConfig read(
      List<String> commandLine,
      Properties system,
      Map<String, String> environment,
      Map<String, String> contextParams)
      throws ConfigException {
    ConfigReader reader = new ConfigReader();
    reader.gather(
        List.of(
            ConfigSource.commandLine(commandLine),
            ConfigSource.systemProperties(system),
            ConfigSource.environment(environment)),
        ConfigSource.contextParams(contextParams));
    return reader.judge();
  }

  private MsiloConfig judge() throws ConfigException {
    SettingValues values = new SettingValues(sources, faults);
    MsiloConfig config = new ConfigBuilder(values).build();
    if (!faults.isEmpty()) {
      throw new ConfigException(faults);
    }
    return config;
  }

  private void gather(List<ConfigSource> personal, ConfigSource contextParams) {
    sources.addAll(personal);
    sources.add(contextParams);
    Optional<String> named =
        personal.stream().flatMap(source -> source.value(CONFIG_KEY).stream()).findFirst();
    configFile(named).ifPresent(file -> addFile(file, named.isPresent(), personal.size()));
    for (ConfigSource source : sources) {
      faults.addAll(source.faults());
      reportUnknownNames(source, personal.contains(source));
    }
  }

  private Optional<Path> configFile(Optional<String> named) {
    try {
      if (named.isPresent()) {
        return Optional.of(Path.of(named.get()));
      }
      Path inHome = Path.of(home()).resolve(FILE_NAME);
      return Files.exists(inHome) ? Optional.of(inHome) : Optional.empty();
    } catch (InvalidPathException e) {
      named.ifPresent(file -> faults.add("config = \"" + file + "\": must be the name of a file"));
      return Optional.empty();
    }
  }

  private String home() {
    return sources.stream()
        .flatMap(source -> source.value(Setting.HOME.key()).stream())
        .findFirst()
        .orElse(Setting.HOME.defaultText());
  }

  private void addFile(Path file, boolean named, int position) {
    ConfigSource source = ConfigSource.file(file.toAbsolutePath().normalize());
    sources.add(position, source);
    if (!named && source.values().containsKey(Setting.HOME.key())) {
      faults.add(
          SettingValues.place(Setting.HOME.key(), source.values().get("home"), source.name())
              + ": this file was found in home, so it cannot say where home is;"
              + " use --home, msilo.home or MSILO_HOME");
    }
  }

  private void reportUnknownNames(ConfigSource source, boolean mayNameFile) {
    source
        .sorted()
        .forEach(
            (key, value) -> {
              boolean known =
                  Setting.named(key).isPresent() || (mayNameFile && key.equals(CONFIG_KEY));
              if (!known) {
                faults.add(
                    "unknown setting "
                        + SettingValues.place(key, value, source.name())
                        + remedyFor(key));
              }
            });
  }

  private static String remedyFor(String unknown) {
    return Arrays.stream(Setting.values())
        .map(Setting::key)
        .filter(key -> Math.abs(key.length() - unknown.length()) < CLOSE_ENOUGH)
        .filter(key -> EditDistance.between(key, unknown) < CLOSE_ENOUGH)
        .min(Comparator.comparingInt(key -> EditDistance.between(key, unknown)))
        .map(key -> ": did you mean " + key + "?")
        .orElse(": there is no such setting; take it out (--help lists all)");
  }
}
