package org.msilo.bench.report;

import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

/** Maps, collections, strings, numbers and truth values as JSON (RFC 8259). */
final class Json {
  private Json() {}

  static String of(Object value) {
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(entry -> string(entry.getKey().toString()) + ":" + of(entry.getValue()))
          .collect(Collectors.joining(",", "{", "}\n"));
    }
    if (value instanceof Collection<?> list) {
      return list.stream().map(Json::of).collect(Collectors.joining(",", "[", "]"));
    }
    boolean plain =
        value == null
            || value instanceof Boolean
            || value instanceof Number number && Double.isFinite(number.doubleValue());
    return plain ? String.valueOf(value) : string(value.toString());
  }

  private static String string(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.chars()
        .forEach(
            c -> {
              if (c == '"' || c == '\\' || c < ' ') {
                quoted.append("\\u%04x".formatted(c));
              } else {
                quoted.append((char) c);
              }
            });
    return quoted.append('"').toString();
  }
}
