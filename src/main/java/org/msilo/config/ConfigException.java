package org.msilo.config;

import java.util.List;

/** All that is wrong with the settings, in one report. */
public class ConfigException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<String> faults;

  public ConfigException(List<String> faults) {
    super(report(faults));
    this.faults = List.copyOf(faults);
  }

  public List<String> faults() {
    return faults;
  }

  private static String report(List<String> faults) {
    String heading =
        faults.size() == 1 ? "1 setting is wrong:" : faults.size() + " settings are wrong:";
    return heading + "\n  " + String.join("\n  ", faults);
  }
}
