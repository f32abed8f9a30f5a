package org.msilo.badinput;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * One input nobody should send, and the answers the RFCs allow to it; immutable.
 *
 * @param id row of the case list, or name of the file
 * @param input how the bytes are made, see {@link InputScript}; or "see", when other tests play it
 * @param udp answers the RFCs allow over UDP: alternatives separated by "/", several answers to one
 *     input by ",", "-" for silence
 * @param tcp the same over TCP; "x" when the input makes no sense there
 * @param deviation answers that are given although the RFCs ask for others, then why; or ""
 * @param what the case in words
 */
record BadInput(String id, String input, String udp, String tcp, String deviation, String what) {
  static final String SILENCE = "-";

  private static final String TABLE = "/corpus/expected.tsv";
  private static final String NOT_SENT = "x";

  /** All cases, in the order of the table. */
  static List<BadInput> all() {
    List<BadInput> cases = new ArrayList<>();
    for (String line : new String(resource(TABLE), StandardCharsets.UTF_8).split("\n")) {
      if (!line.startsWith("#") && !line.isBlank()) {
        String[] columns = line.split(" *\t *", -1);
        if (columns.length != 6) {
          throw new IllegalStateException("six columns, please: " + line);
        }
        cases.add(
            new BadInput(columns[0], columns[1], columns[2], columns[3], columns[4], columns[5]));
      }
    }
    return cases;
  }

  static byte[] resource(String path) {
    try (InputStream in = BadInput.class.getResourceAsStream(path)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether other tests play it, since it takes more than one input and its answer. */
  boolean isElsewhere() {
    return input.startsWith("see ");
  }

  boolean isSentOver(String transport) {
    return !expected(transport).equals(NOT_SENT);
  }

  String expected(String transport) {
    return transport.equals("UDP") ? udp : tcp;
  }

  boolean isRight(String transport, String answer) {
    return Stream.of(expected(transport).split("/")).anyMatch(answer::equals);
  }

  /** Whether the answer is not what the RFCs ask for, but one we know of and live with. */
  boolean isKnownDeviation(String transport, String answer) {
    return knownDeviations(transport).anyMatch(answer::equals);
  }

  /** Behind "over" stands the only transport it is known of. */
  private Stream<String> knownDeviations(String transport) {
    String[] answers = deviation.split(":")[0].split(" over ");
    return answers.length == 1 || answers[1].equals(transport)
        ? Stream.of(answers[0].split("/"))
        : Stream.empty();
  }

  boolean isSilenceExpected(String transport) {
    return Stream.concat(Stream.of(expected(transport).split("/")), knownDeviations(transport))
        .anyMatch(answer -> answer.equals(SILENCE) || answer.endsWith("," + SILENCE));
  }
}
