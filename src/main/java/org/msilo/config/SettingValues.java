package org.msilo.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The raw values by precedence, turned into types; what does not fit becomes a fault. */
final class SettingValues {
  private static final Pattern SECRET_IN_URL = Pattern.compile("(?i)(password|pwd)=[^;&?]*");
  private static final Pattern LOGIN_IN_URL = Pattern.compile("//([^/:@]*):[^/@]*@");
  private static final Pattern SECRET_NAME = Pattern.compile("(?i).*(pass|secret|pwd).*");

  /** The place of what nobody made. */
  static final String DEFAULT = "default";

  private static final String MASK = "***";
  private static final String NONE = "none";

  private final Map<Setting, Found> found = new EnumMap<>(Setting.class);
  private final List<String> faults;

  private record Found(String text, String place) {}

  SettingValues(List<ConfigSource> sources, List<String> faults) {
    this.faults = faults;
    for (Setting setting : Setting.values()) {
      sources.stream()
          .filter(source -> source.values().containsKey(setting.key()))
          .findFirst()
          .ifPresent(
              source ->
                  found.put(
                      setting,
                      new Found(source.value(setting.key()).orElseThrow(), source.name())));
    }
  }

  /** A setting with its value and place as a fault shows it. */
  static String place(String key, String value, String place) {
    return key + " = \"" + masked(key, value) + "\" (" + place + ")";
  }

  /** What an unknown name holds may be a secret whose name was misspelled. */
  private static String masked(String key, String value) {
    if (Setting.named(key).isEmpty() || SECRET_NAME.matcher(key).matches()) {
      return MASK;
    }
    String withoutLogin = LOGIN_IN_URL.matcher(value).replaceAll("//$1:" + MASK + "@");
    return SECRET_IN_URL.matcher(withoutLogin).replaceAll("$1=" + MASK);
  }

  /** The value, if the setting was made and is not "none" where that means nothing. */
  Optional<String> text(Setting setting) {
    Found made = found.get(setting);
    if (made == null) {
      return Optional.empty();
    }
    if (made.text().isEmpty() && !setting.mayBeEmpty()) {
      fault(setting, "must not be empty; leave it out for the default " + setting.defaultText());
      return Optional.empty();
    }
    boolean unset =
        setting.isOptional() && (made.text().isEmpty() || made.text().equalsIgnoreCase(NONE));
    return unset ? Optional.empty() : Optional.of(made.text());
  }

  /** The value read by a function whose exceptions say what is wrong. */
  <T> Optional<T> parsed(Setting setting, Function<String, T> reader) {
    Optional<String> text = text(setting);
    try {
      return text.map(reader);
    } catch (IllegalArgumentException e) {
      fault(setting, e.getMessage());
      return Optional.empty();
    }
  }

  int integer(Setting setting, int least, int most) {
    int otherwise = Integer.parseInt(setting.defaultText());
    return parsed(setting, text -> inRange(text, least, most)).orElse(otherwise);
  }

  <E extends Enum<E>> E choice(Setting setting, Class<E> type) {
    E otherwise = Enum.valueOf(type, setting.defaultText().toUpperCase(Locale.ROOT));
    return parsed(setting, text -> constant(text, type)).orElse(otherwise);
  }

  static <E extends Enum<E>> E constant(String text, Class<E> type) {
    List<String> allowed = new ArrayList<>();
    for (E constant : type.getEnumConstants()) {
      String name = constant.name().toLowerCase(Locale.ROOT);
      if (name.equals(text)) {
        return constant;
      }
      allowed.add(name);
    }
    throw new IllegalArgumentException("must be one of " + String.join(", ", allowed));
  }

  private static int inRange(String text, int least, int most) {
    String remedy = "must be a whole number from " + least + " to " + most;
    try {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(remedy, e);
    }
    throw new IllegalArgumentException(remedy);
  }

  /** Whether the operator made it, rightly or not. */
  boolean isMade(Setting setting) {
    return found.containsKey(setting);
  }

  void fault(Setting setting, String remedy) {
    Found made = found.get(setting);
    String text = made == null ? setting.defaultText() : made.text();
    faults.add(place(setting.key(), text, placeOf(setting)) + ": " + remedy);
  }

  String placeOf(Setting setting) {
    return found.containsKey(setting) ? found.get(setting).place() : DEFAULT;
  }

  /** Every setting as it is in the end; a computed default replaces the text of help. */
  List<EffectiveSetting> effective(Map<Setting, String> computed) {
    return Arrays.stream(Setting.values())
        .map(setting -> effective(setting, computed.get(setting)))
        .toList();
  }

  private EffectiveSetting effective(Setting setting, String computed) {
    Found made = found.get(setting);
    String text = computed == null ? setting.defaultText() : computed;
    if (made != null && (computed == null || setting != Setting.HOME)) {
      text = made.text();
    }
    String shown = setting.isSecret() ? MASK : masked(setting.key(), text);
    return new EffectiveSetting(setting.key(), shown, placeOf(setting));
  }
}
