package org.msilo.badinput;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.msilo.badinput.Line.Answer;
import org.msilo.testing.SipPhone;
import org.msilo.testing.TestServer;

/**
 * Each case of the table to one server, over UDP and over TCP: its answer, and that nothing stays,
 * nobody logs a stack trace, and the next good request works.
 */
class BadInputIT {
  private static final int ANSWER_MILLIS = 5000;
  private static final int SILENCE_MILLIS = 60;
  private static final int LATE_MILLIS = 30;
  private static final Path REPORT = Path.of("target", "bad-input.md");

  private static final ServerLog log = new ServerLog();
  private static final TestServer server =
      TestServer.with(
          "domains=127.0.0.1,localhost,example.com,[2001:db8::10]",
          // A contact may be the server itself; its message goes round and is kept after that.
          "fr_timer=1");

  private final BadInputReport report = new BadInputReport();
  private final List<String> faults = new ArrayList<>();
  private int sendings;

  @BeforeAll
  static void start() {
    server.start();
  }

  @AfterAll
  static void stop() {
    server.close();
    log.close();
  }

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void every_case_is_answered_as_the_table_says_and_leaves_nothing_behind() throws IOException {
    log.take();
    for (BadInput input : BadInput.all()) {
      for (String transport : List.of("UDP", "TCP")) {
        if (!input.isElsewhere() && input.isSentOver(transport)) {
          play(input, transport);
        }
      }
    }
    Files.writeString(REPORT, report.text(), UTF_8);
    Files.write(Path.of("target", "bad-input-faults.txt"), faults, UTF_8);
    System.out.println(report.summary(faults.size()));
    assertThat(faults).isEmpty();
    assertThat(report.isInDocs()).as("docs/bad-input.md is as " + REPORT).isTrue();
  }

  private void play(BadInput input, String transport) throws IOException {
    sendings++;
    String number = "%d%s".formatted(sendings, transport.toLowerCase(java.util.Locale.ROOT));
    long seen = server.sessionsBegun();
    String answer;
    List<Answer> answers;
    boolean hungUp;
    boolean goodRequestWorked;
    boolean isRegister;
    try (Line line = Line.open(transport, server.port())) {
      List<byte[]> sent =
          new InputScript(number, transport, line.port(), server.port()).bytes(input.input());
      for (byte[] bytes : sent) {
        line.send(bytes);
      }
      isRegister = new String(sent.get(0), ISO_8859_1).startsWith("REGISTER ");
      answers = answers(line, input, transport);
      goodRequestWorked = goodRequestWorks(transport);
      answers.addAll(Answer.in(line.hear(LATE_MILLIS)));
      hungUp = line.isHungUp();
    }
    answer = answer(answers);
    boolean ours = server.sessionsBegun() > seen;
    report.add(input, transport, answer, hungUp, ours, answers);
    if (!goodRequestWorked) {
      faults.add(input.id() + " over " + transport + ": the next good request has no answer");
    }
    if (isRegister && hungUp && input.isKnownDeviation(transport, answer)) {
      // It is carried out nevertheless, and must not be taken for the next case's.
      await(input.id() + " is carried out").atMost(SipPhone.PATIENCE).until(BadInputIT::isBound);
    }
    check(input, transport, answer, answers);
  }

  private static boolean isBound() {
    return !server.query("select 1 from silo_binding").isEmpty();
  }

  private static List<Answer> answers(Line line, BadInput input, String transport)
      throws IOException {
    List<Answer> answers = new ArrayList<>();
    int millis = input.isSilenceExpected(transport) ? SILENCE_MILLIS : ANSWER_MILLIS;
    long end = System.nanoTime() + millis * 1_000_000L;
    while (System.nanoTime() < end && !line.isHungUp() && !isComplete(input, transport, answers)) {
      answers.addAll(
          Answer.in(line.hear(Math.max(1, (int) ((end - System.nanoTime()) / 1_000_000)))));
    }
    return answers;
  }

  private static boolean isComplete(BadInput input, String transport, List<Answer> answers) {
    String answer = answer(answers);
    return (input.isRight(transport, answer) || input.isKnownDeviation(transport, answer))
        && List.of(input.expected(transport).split("/")).stream()
            .noneMatch(other -> other.startsWith(answer + ","));
  }

  private static String answer(List<Answer> answers) {
    return answers.isEmpty()
        ? BadInput.SILENCE
        : answers.stream()
            // Until its ACK the answer to an INVITE is sent again (Timer G).
            .distinct()
            // Over UDP they overtake each other.
            .sorted(Comparator.comparingInt(Answer::status))
            .map(it -> Integer.toString(it.status()))
            .collect(Collectors.joining(","));
  }

  private void check(BadInput input, String transport, String answer, List<Answer> answers)
      throws IOException {
    String name = input.id() + " over " + transport + " (" + input.what() + ")";
    if (!input.isRight(transport, answer) && !input.isKnownDeviation(transport, answer)) {
      faults.add(name + ": " + answer + " instead of " + input.expected(transport));
    }
    answers.stream()
        .filter(it -> it.statusLine().matches(".*(Exception|\\.java|/tmp|org\\.).*"))
        .forEach(it -> faults.add(name + " tells of our inside: " + it.statusLine()));
    long allowed = answers.stream().filter(it -> it.status() == 202).count();
    List<String> stored = server.query("select call_id from silo");
    long rows = stored.stream().filter(it -> !it.startsWith("good")).count();
    if (rows > allowed) {
      faults.add(name + " stored " + stored);
    }
    boolean registered = answers.stream().anyMatch(it -> it.status() == 200);
    boolean bound = isBound();
    if (bound && !registered && !input.isKnownDeviation(transport, answer)) {
      faults.add(name + " left a binding");
    }
    if (!stored.isEmpty()) {
      server.sql("delete from silo");
    }
    if (bound) {
      server.sql("delete from silo_binding");
    }
    String said = log.take();
    if (!ServerLog.traces(said).isEmpty()) {
      faults.add(name + " logged a stack trace: " + said.lines().limit(4).toList());
    }
  }

  /** A message to somebody else is stored. */
  private boolean goodRequestWorks(String transport) throws IOException {
    try (Line line = Line.open(transport, server.port())) {
      String number = "good" + sendings + transport;
      byte[] good =
          new InputScript(number, transport, line.port(), server.port())
              .bytes("MESSAGE ;; Call-ID: " + number)
              .get(0);
      line.send(new String(good, ISO_8859_1).getBytes(ISO_8859_1));
      return line.answersUntil(number).stream().anyMatch(it -> it.status() == 202);
    }
  }
}
