package org.msilo.badinput;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.msilo.badinput.Line.Answer;

/** The results as the table of docs/bad-input.md; for one thread. */
final class BadInputReport {
  private static final Path DOCS = Path.of("docs", "bad-input.md");
  private static final String BEGIN = "<!-- generated: the results -->\n";

  private final Map<BadInput, Map<String, String>> cells = new LinkedHashMap<>();
  private final Map<BadInput, Boolean> deviant = new LinkedHashMap<>();
  private int sent;

  void add(
      BadInput input,
      String transport,
      String answer,
      boolean hungUp,
      boolean ours,
      List<Answer> answers) {
    sent++;
    boolean deviates = !input.isRight(transport, answer);
    deviant.merge(input, deviates, Boolean::logicalOr);
    String who = answers.isEmpty() ? "" : ours ? "" : " (container)";
    String text =
        (answer.equals(BadInput.SILENCE) ? "silence" : answer) + who + (hungUp ? ", closed" : "");
    cells
        .computeIfAbsent(input, it -> new LinkedHashMap<>())
        .put(transport, deviates ? "**" + text + "**" : text);
  }

  String summary(int faults) {
    return "bad inputs tried: %d, crashes: 0, unexpected: %d, wrong answers known: %s"
        .formatted(
            sent,
            faults,
            deviant.entrySet().stream()
                .filter(Map.Entry::getValue)
                .map(it -> it.getKey().id())
                .collect(Collectors.joining(" ")));
  }

  /** The generated part of the document. */
  String text() {
    StringBuilder text = new StringBuilder(BEGIN);
    text.append("\n| case | what | RFCs: UDP | UDP | RFCs: TCP | TCP | note |\n");
    text.append("|---|---|---|---|---|---|---|\n");
    BadInput.all().forEach(input -> text.append(row(input)));
    return text.toString();
  }

  private String row(BadInput input) {
    Map<String, String> answers = cells.getOrDefault(input, Map.of());
    String note =
        input.isElsewhere()
            ? "`" + input.input().substring(4) + "`"
            : input.deviation().substring(input.deviation().indexOf(':') + 1).strip();
    return "| %s | %s | %s | %s | %s | %s | %s |%n"
        .formatted(
            input.id(),
            input.what().replace("|", "\\|").replace("<", "&lt;"),
            allowed(input, "UDP"),
            answers.getOrDefault("UDP", ""),
            allowed(input, "TCP"),
            answers.getOrDefault("TCP", ""),
            note);
  }

  private static String allowed(BadInput input, String transport) {
    String expected = input.expected(transport);
    return input.isSentOver(transport)
        ? expected.replace("/", " or ").replace(",", ", ").replaceAll("(^| )-( |$)", "$1silence$2")
        : "not sent";
  }

  /** Whether the document ends with this table. */
  boolean isInDocs() throws IOException {
    String document = Files.readString(DOCS, UTF_8);
    int begin = document.indexOf(BEGIN);
    return begin >= 0 && document.substring(begin).equals(text());
  }
}
