package org.msilo.badinput;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;

/**
 * Good requests, spoilt along the grammar of RFC 3261 25.1: names, compact forms, folds, escapes,
 * lengths, numbers, bytes. One seed makes one sequence; for one thread.
 */
final class RequestMutations {
  private static final List<String> METHODS =
      List.of("MESSAGE", "REGISTER", "OPTIONS", "INVITE", "MESSAGE", "REGISTER");

  private static final List<String> ODD_VALUES =
      List.of(
          "",
          "-1",
          "0",
          "4294967296",
          "99999999999999999999",
          "*",
          "<>",
          "\"",
          "\\",
          ";;;",
          ",,,",
          "sip:",
          "sip:@",
          "<sip:a@b",
          "tel:1",
          "%00",
          "%zz",
          "\u00c3\u0028",
          "\u0000",
          "a\u001b[2J",
          "x' or '1'='1",
          "%s%n%n",
          "${jndi:ldap://x}",
          "=?",
          "[::1",
          "text/",
          "a;b=\"c");

  private static final List<String> NAMES =
      List.of(
          "Via",
          "From",
          "To",
          "Call-ID",
          "CSeq",
          "Max-Forwards",
          "Contact",
          "Content-Length",
          "Content-Type",
          "Expires",
          "Route",
          "Require",
          "Path",
          "Date",
          "Authorization",
          "Subject");

  private final Random random;
  private final List<UnaryOperator<String>> mutations =
      List.of(
          this::replaceValue,
          this::dropLine,
          this::repeatLine,
          this::fold,
          this::changeByte,
          this::cut,
          this::insertBytes,
          this::swapCase,
          this::lengthen,
          this::addLine);

  RequestMutations(long seed) {
    random = new Random(seed);
  }

  /** The next request, with one to three faults, and now and then with none. */
  byte[] next(InputScript names) {
    String method = METHODS.get(random.nextInt(METHODS.size()));
    String target = method.equals("INVITE") ? " ;; uri=sip:nobody@127.0.0.1" : "";
    String text = new String(names.bytes(method + target).get(0), ISO_8859_1);
    for (int i = random.nextInt(4); i > 0; i--) {
      text = mutations.get(random.nextInt(mutations.size())).apply(text);
    }
    return text.getBytes(ISO_8859_1);
  }

  private String replaceValue(String text) {
    List<String> lines = lines(text);
    int i = line(lines);
    int colon = lines.get(i).indexOf(':');
    if (colon > 0) {
      lines.set(i, lines.get(i).substring(0, colon + 1) + " " + oddValue());
    }
    return joined(lines);
  }

  private String dropLine(String text) {
    List<String> lines = lines(text);
    lines.remove(line(lines));
    return joined(lines);
  }

  private String repeatLine(String text) {
    List<String> lines = lines(text);
    int i = line(lines);
    lines.add(i, lines.get(i));
    return joined(lines);
  }

  private String fold(String text) {
    int blank = text.indexOf(' ', random.nextInt(text.length() + 1));
    return blank < 0 ? text : text.substring(0, blank) + "\r\n " + text.substring(blank + 1);
  }

  private String changeByte(String text) {
    if (text.isEmpty()) {
      return text;
    }
    int i = random.nextInt(text.length());
    return text.substring(0, i) + (char) random.nextInt(256) + text.substring(i + 1);
  }

  private String cut(String text) {
    return text.substring(0, random.nextInt(text.length() + 1));
  }

  private String insertBytes(String text) {
    int i = random.nextInt(text.length() + 1);
    StringBuilder bytes = new StringBuilder();
    for (int n = random.nextInt(20); n > 0; n--) {
      bytes.append((char) random.nextInt(256));
    }
    return text.substring(0, i) + bytes + text.substring(i);
  }

  private String swapCase(String text) {
    List<String> lines = lines(text);
    int i = line(lines);
    lines.set(i, lines.get(i).toLowerCase(java.util.Locale.ROOT));
    return joined(lines);
  }

  private String lengthen(String text) {
    List<String> lines = lines(text);
    int i = line(lines);
    lines.set(i, lines.get(i) + oddValue().repeat(1 + random.nextInt(300)));
    return joined(lines);
  }

  private String addLine(String text) {
    List<String> lines = lines(text);
    String name = NAMES.get(random.nextInt(NAMES.size()));
    lines.add(line(lines), name + ": " + oddValue());
    return joined(lines);
  }

  private String oddValue() {
    return ODD_VALUES.get(random.nextInt(ODD_VALUES.size()));
  }

  /** A line of the header, not the request line unless there is no other. */
  private int line(List<String> lines) {
    int header = lines.indexOf("") < 0 ? lines.size() : lines.indexOf("");
    return header < 2 ? 0 : 1 + random.nextInt(header - 1);
  }

  private static List<String> lines(String text) {
    return new ArrayList<>(List.of(text.split("\r\n", -1)));
  }

  private static String joined(List<String> lines) {
    return String.join("\r\n", lines);
  }
}
