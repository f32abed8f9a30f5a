package org.msilo.config;

/** The value a setting has in the end, fit to be shown, and the place it came from. */
public record EffectiveSetting(String name, String value, String place) {
  @Override
  public String toString() {
    return name + " = " + value + " (from " + place + ")";
  }
}
