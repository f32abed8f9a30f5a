package org.msilo.config;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/** One place settings come from: its name, what stands there, and what could not be read. */
public record ConfigSource(String name, Map<String, String> values, List<String> faults) {
  private static final String PROPERTY_PREFIX = "msilo.";
  private static final String VARIABLE_PREFIX = "MSILO_";
  private static final String OPTION_PREFIX = "--";

  public ConfigSource {
    values = Map.copyOf(values);
    faults = List.copyOf(faults);
  }

  public ConfigSource(String name, Map<String, String> values) {
    this(name, values, List.of());
  }

  /** Arguments of the form --name=value. */
  public static ConfigSource commandLine(List<String> arguments) {
    Map<String, String> values = new LinkedHashMap<>();
    List<String> faults = new ArrayList<>();
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      if (!argument.startsWith(OPTION_PREFIX) || equals < 0) {
        faults.add("\"" + argument + "\" (command line): write --name=value, without blanks");
        continue;
      }
      String key = argument.substring(OPTION_PREFIX.length(), equals);
      if (values.put(key, argument.substring(equals + 1)) != null) {
        faults.add("--" + key + " (command line): given twice; leave one out");
      }
    }
    return new ConfigSource("command line", values, faults);
  }

  /** System properties that begin with "msilo.". */
  public static ConfigSource systemProperties(Properties properties) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String key : properties.stringPropertyNames()) {
      if (key.startsWith(PROPERTY_PREFIX)) {
        values.put(key.substring(PROPERTY_PREFIX.length()), properties.getProperty(key));
      }
    }
    return new ConfigSource("system property", values);
  }

  /** Environment variables that begin with "MSILO_". */
  public static ConfigSource environment(Map<String, String> variables) {
    Map<String, String> values = new LinkedHashMap<>();
    variables.forEach(
        (key, value) -> {
          if (key.startsWith(VARIABLE_PREFIX)) {
            values.put(key.substring(VARIABLE_PREFIX.length()).toLowerCase(Locale.ROOT), value);
          }
        });
    return new ConfigSource("environment", values);
  }

  /** A properties file in UTF-8. */
  public static ConfigSource file(Path file) {
    String name = "file " + file;
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      return new ConfigSource(
          name, Map.of(), List.of(name + ": cannot be read as UTF-8 properties (" + e + ")"));
    }
    Map<String, String> values = new LinkedHashMap<>();
    properties.stringPropertyNames().forEach(key -> values.put(key, properties.getProperty(key)));
    return new ConfigSource(name, values);
  }

  /** Context parameters; a name with a dot belongs to somebody else. */
  public static ConfigSource contextParams(Map<String, String> parameters) {
    Map<String, String> values = new LinkedHashMap<>();
    parameters.forEach(
        (key, value) -> {
          if (key.indexOf('.') < 0) {
            values.put(key, value);
          }
        });
    return new ConfigSource("context-param", values);
  }

  Optional<String> value(String key) {
    return Optional.ofNullable(values.get(key)).map(String::strip);
  }

  /** What stands there, in alphabetical order, so that reports do not change from run to run. */
  Map<String, String> sorted() {
    return new TreeMap<>(values);
  }
}
