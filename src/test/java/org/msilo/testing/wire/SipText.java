package org.msilo.testing.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** One SIP message as it was on the wire: start line, header lines in their order, body bytes. */
public final class SipText {
  private static final Map<String, String> COMPACT =
      Map.of(
          "v",
          "via",
          "f",
          "from",
          "t",
          "to",
          "i",
          "call-id",
          "m",
          "contact",
          "l",
          "content-length",
          "c",
          "content-type",
          "s",
          "subject",
          "e",
          "content-encoding",
          "k",
          "supported");

  private final String startLine;
  private final List<String> headerLines;
  private final byte[] body;

  private SipText(String startLine, List<String> headerLines, byte[] body) {
    this.startLine = startLine;
    this.headerLines = List.copyOf(headerLines);
    this.body = body;
  }

  /** Reads a whole message; what follows the header is the body, cut to Content-Length if given. */
  public static SipText parse(byte[] bytes) {
    int end = headerEnd(bytes, bytes.length);
    if (end < 0) {
      throw new IllegalArgumentException("no end of header in: " + new String(bytes, UTF_8));
    }
    String head = new String(bytes, 0, end, UTF_8);
    List<String> lines = new ArrayList<>();
    for (String line : head.split("\r\n")) {
      if (!lines.isEmpty() && (line.startsWith(" ") || line.startsWith("\t"))) {
        lines.add(lines.remove(lines.size() - 1) + " " + line.trim());
      } else if (!line.isEmpty()) {
        lines.add(line);
      }
    }
    SipText message = new SipText(lines.get(0), lines.subList(1, lines.size()), new byte[0]);
    int available = bytes.length - end - 4;
    int length =
        message
            .header("Content-Length")
            .filter(value -> value.matches("\\d{1,9}"))
            .map(value -> Math.min(available, Integer.parseInt(value)))
            .orElse(available);
    return new SipText(
        message.startLine,
        message.headerLines,
        Arrays.copyOfRange(bytes, end + 4, end + 4 + length));
  }

  /** Where the empty line begins, or -1. */
  static int headerEnd(byte[] bytes, int length) {
    for (int i = 0; i + 3 < length; i++) {
      if (bytes[i] == '\r'
          && bytes[i + 1] == '\n'
          && bytes[i + 2] == '\r'
          && bytes[i + 3] == '\n') {
        return i;
      }
    }
    return -1;
  }

  public String startLine() {
    return startLine;
  }

  public List<String> headerLines() {
    return headerLines;
  }

  public byte[] body() {
    return body.clone();
  }

  public String text() {
    return new String(body, UTF_8);
  }

  public boolean isResponse() {
    return startLine.startsWith("SIP/2.0 ");
  }

  public int status() {
    return Integer.parseInt(startLine.split(" ")[1]);
  }

  public String method() {
    return startLine.substring(0, startLine.indexOf(' '));
  }

  public String requestUri() {
    return startLine.split(" ")[1];
  }

  public boolean has(String name) {
    return !headers(name).isEmpty();
  }

  /** The first line of that name, as written after the colon. */
  public Optional<String> header(String name) {
    return headers(name).stream().findFirst();
  }

  /** The first line of that name, which must be there. */
  public String the(String name) {
    return header(name).orElseThrow(() -> new AssertionError("no " + name + " in\n" + this));
  }

  /** All lines of that name, long or compact form. */
  public List<String> headers(String name) {
    return headerLines.stream()
        .filter(line -> line.indexOf(':') > 0 && longName(line).equals(longName(name + ":")))
        .map(line -> line.substring(line.indexOf(':') + 1).trim())
        .toList();
  }

  /** All values of that name, lists with commas taken apart. */
  public List<String> values(String name) {
    return headers(name).stream().flatMap(line -> split(line).stream()).toList();
  }

  /** The URIs of all values of that name. */
  public List<String> uris(String name) {
    return values(name).stream().map(SipText::uri).toList();
  }

  public String branch() {
    return parameter(the("Via"), "branch").orElse("");
  }

  public String callId() {
    return the("Call-ID");
  }

  public int cseq() {
    return Integer.parseInt(the("CSeq").split("\\s+")[0]);
  }

  public String cseqMethod() {
    return the("CSeq").split("\\s+")[1];
  }

  /** A header parameter: what stands behind the last angle bracket. */
  public static Optional<String> parameter(String value, String name) {
    String parameters = value.substring(value.lastIndexOf('>') + 1);
    return Arrays.stream(parameters.split(";"))
        .map(String::trim)
        .filter(parameter -> parameter.toLowerCase(Locale.ROOT).startsWith(name + "="))
        .map(parameter -> parameter.substring(name.length() + 1))
        .findFirst();
  }

  /** The URI within angle brackets, or all before the parameters. */
  public static String uri(String value) {
    int open = value.indexOf('<');
    return open < 0
        ? value.split(";")[0].trim()
        : value.substring(open + 1, value.indexOf('>', open));
  }

  @Override
  public String toString() {
    return startLine + "\n" + String.join("\n", headerLines) + "\n\n" + text();
  }

  private static String longName(String line) {
    String name = line.substring(0, line.indexOf(':')).trim().toLowerCase(Locale.ROOT);
    return COMPACT.getOrDefault(name, name);
  }

  private static List<String> split(String line) {
    List<String> values = new ArrayList<>();
    boolean quoted = false;
    boolean bracketed = false;
    int start = 0;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && (c == '<' || c == '>')) {
        bracketed = c == '<';
      } else if (c == ',' && !quoted && !bracketed) {
        values.add(line.substring(start, i).trim());
        start = i + 1;
      }
    }
    values.add(line.substring(start).trim());
    return values;
  }
}
