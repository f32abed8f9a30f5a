package org.msilo.badinput;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes the bytes of a case: a file of the corpus, or a good request changed by a list of edits.
 *
 * <p>{@code file NAME} takes a file; only its topmost Via is changed, so that the answer finds its
 * way back and no two of them are one transaction. Else a script is a method (MESSAGE, REGISTER,
 * OPTIONS, or RAW for nothing at all) and edits behind double semicolons: {@code Name: value} in
 * place of all of that name, {@code +line} one more line at the end, {@code -Name} takes a field
 * away; {@code uri=}, {@code method=}, {@code version=}, {@code start=}, {@code body=} and {@code
 * all=} say the rest. {@code &&} begins another request with the same identifiers. {@code {600*x}}
 * repeats; {@code \r \n \t \xHH} are bytes; {@code {n} {port} {server} {T}} stand for a number of
 * this case, the two ports, the transport.
 *
 * @param number tells this sending from all others
 * @param transport UDP or TCP
 * @param port where the sender is
 * @param server where the server is
 */
record InputScript(String number, String transport, int port, int server) {
  private static final Pattern REPEATED = Pattern.compile("\\{(\\d+)\\*([^}]*)}");
  private static final Pattern HEX = Pattern.compile("\\\\x([0-9a-fA-F]{2})");
  private static final Pattern TOP_VIA =
      Pattern.compile(
          "(?im)^((?:via|v)[ \\t]*:\\s*SIP\\s*/\\s*[\\d.]+\\s*/\\s*)[A-Z]+(\\s+[^;,\\r\\n]+)");
  private static final Pattern BRANCH = Pattern.compile("(?i)(branch\\s*=\\s*z9hG4bK[^;,\\s]+)");

  /** The datagrams, or the stretches of the stream, one behind the other. */
  List<byte[]> bytes(String script) {
    List<byte[]> all = new ArrayList<>();
    if (script.startsWith("file ")) {
      all.add(fromFile(script.substring(5)));
    } else {
      for (String request : script.split(" && ")) {
        all.add(request(request).getBytes(ISO_8859_1));
      }
    }
    return all;
  }

  private byte[] fromFile(String name) {
    String text = new String(BadInput.resource("/corpus/" + name), ISO_8859_1);
    Matcher via = TOP_VIA.matcher(text);
    if (text.startsWith("SIP/") || !via.find()) {
      return text.getBytes(ISO_8859_1);
    }
    String changed =
        text.substring(0, via.start())
            + via.group(1)
            + transport
            + via.group(2)
            + ";rport"
            + text.substring(via.end());
    return BRANCH.matcher(changed).replaceFirst("$1" + number).getBytes(ISO_8859_1);
  }

  private String request(String script) {
    String[] edits = script.split(" ;; ");
    Draft draft = draft(edits[0].strip());
    for (int i = 1; i < edits.length; i++) {
      draft.edit(resolved(edits[i]));
    }
    return draft.text();
  }

  private Draft draft(String method) {
    Draft draft = new Draft(method);
    String user = "<sip:victim-" + number + "@127.0.0.1>";
    draft.uri =
        switch (method) {
          case "MESSAGE" -> "sip:victim-" + number + "@127.0.0.1";
          case "REGISTER" -> "sip:127.0.0.1";
          default -> "sip:127.0.0.1:" + server;
        };
    draft.set("Via", resolved("SIP/2.0/{T} 127.0.0.1:{port};rport;branch=z9hG4bK-{n}"));
    draft.set("Max-Forwards", "70");
    draft.set(
        "From", (method.equals("REGISTER") ? user : "<sip:mallory@127.0.0.1>") + ";tag=" + number);
    draft.set("To", user);
    draft.set("Call-ID", number + "@bad");
    draft.set("CSeq", "1 " + method);
    if (method.equals("REGISTER")) {
      draft.set("Contact", resolved("<sip:v@127.0.0.1:{port}>"));
    }
    if (method.equals("MESSAGE")) {
      draft.set("Content-Type", "text/plain");
      draft.body = "evil";
    }
    return draft;
  }

  private String resolved(String text) {
    String plain =
        text.replace("{n}", number)
            .replace("{port}", Integer.toString(port))
            .replace("{server}", Integer.toString(server))
            .replace("{T}", transport);
    String repeated =
        REPEATED
            .matcher(plain)
            .replaceAll(
                it -> Matcher.quoteReplacement(it.group(2).repeat(Integer.parseInt(it.group(1)))));
    String lines = repeated.replace("\\r", "\r").replace("\\n", "\n").replace("\\t", "\t");
    return HEX.matcher(lines)
        .replaceAll(
            it ->
                Matcher.quoteReplacement(
                    Character.toString((char) Integer.parseInt(it.group(1), 16))));
  }

  /** A request in the making; characters are bytes. */
  private static final class Draft {
    private final String method;
    private final List<String> lines = new ArrayList<>();
    private String start = "";
    private String uri = "";
    private String startMethod;
    private String version = "SIP/2.0";
    private String body = "";
    private String all;

    Draft(String method) {
      this.method = method;
      this.startMethod = method;
    }

    void set(String name, String value) {
      String prefix = name.toLowerCase(Locale.ROOT) + ":";
      int place = lines.size();
      for (int i = lines.size() - 1; i >= 0; i--) {
        if (lines.get(i).toLowerCase(Locale.ROOT).startsWith(prefix)) {
          lines.remove(i);
          place = i;
        }
      }
      lines.add(place, name + ": " + value);
    }

    void edit(String edit) {
      int equals = edit.indexOf('=');
      String value = edit.substring(equals + 1);
      switch (equals < 0 ? "" : edit.substring(0, equals)) {
        case "uri" -> uri = value;
        case "method" -> startMethod = value;
        case "version" -> version = value;
        case "start" -> start = value;
        case "body" -> body = value;
        case "all" -> all = value;
        default -> editLine(edit);
      }
    }

    private void editLine(String edit) {
      if (edit.startsWith("+")) {
        lines.add(edit.substring(1));
      } else if (edit.startsWith("-")) {
        String prefix = edit.substring(1).toLowerCase(Locale.ROOT) + ":";
        lines.removeIf(line -> line.toLowerCase(Locale.ROOT).startsWith(prefix));
      } else {
        int colon = edit.indexOf(':');
        set(edit.substring(0, colon), edit.substring(colon + 1).strip());
      }
    }

    String text() {
      if (all != null) {
        return all;
      }
      boolean framed =
          lines.stream()
              .anyMatch(
                  line -> line.toLowerCase(Locale.ROOT).matches("(?s)(content-length|l) *:.*"));
      StringBuilder text =
          new StringBuilder(start.isEmpty() ? startMethod + " " + uri + " " + version : start);
      text.append("\r\n");
      lines.stream()
          .filter(line -> !line.equals("Content-Length: none"))
          .forEach(line -> text.append(line).append("\r\n"));
      if (!framed) {
        text.append("Content-Length: ").append(body.length()).append("\r\n");
      }
      return text.append("\r\n").append(body).toString();
    }
  }
}
