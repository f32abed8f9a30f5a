package org.msilo.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Inputs made of good ones: the same sequence each time. */
final class SpoiltInputs {
  private static final long SEED = 20_261_123L;
  private static final int INPUTS = 600;
  private static final int MOST_CHANGES = 4;

  /** Some more than a UDP datagram has room for in a header. */
  private static final int LONG = 60_000;

  /** Makes, with what stands around it, most of what grammars forbid. */
  private static final List<String> PIECES =
      List.of(
          "0",
          "9",
          "a",
          "A",
          "%",
          "%4",
          "%00",
          "%25",
          "%41",
          "%ff",
          "@",
          ":",
          ";",
          "=",
          "?",
          "&",
          "\"",
          "\\",
          "<",
          ">",
          "[",
          "]",
          ",",
          ".",
          "a.",
          "/",
          "*",
          "-",
          "+",
          "'",
          " ",
          "\t",
          "\n",
          "\r\n",
          "\r\n ",
          "\0",
          "\u0085",
          "\u2028",
          "\u00e9",
          "e\u0301",
          "\ud83d\ude80");

  private final Random random = new Random(SEED);
  private final List<byte[]> seeds;

  SpoiltInputs(List<String> seeds) {
    this.seeds = seeds.stream().map(seed -> seed.getBytes(UTF_8)).toList();
  }

  /** Seeds with some changes each. */
  List<byte[]> all() {
    List<byte[]> inputs = new ArrayList<>();
    for (int i = 0; i < INPUTS; i++) {
      byte[] input = seeds.get(random.nextInt(seeds.size()));
      for (int changes = 1 + random.nextInt(MOST_CHANGES); changes > 0; changes--) {
        input = changed(input);
      }
      inputs.add(input);
    }
    return inputs;
  }

  /** Seeds with one piece many times, and something behind it that does not fit. */
  List<byte[]> stretched() {
    List<byte[]> inputs = new ArrayList<>();
    for (byte[] seed : seeds) {
      for (String piece : PIECES) {
        int at = random.nextInt(seed.length + 1);
        byte[] many = (piece.repeat(LONG / piece.length()) + "\u2028!").getBytes(UTF_8);
        inputs.add(spliced(seed, at, at, many));
      }
    }
    return inputs;
  }

  private byte[] changed(byte[] input) {
    int from = random.nextInt(input.length + 1);
    return switch (random.nextInt(5)) {
      case 0 -> spliced(input, from, from, piece());
      case 1 -> spliced(input, from, Math.min(input.length, from + 1), piece());
      case 2 -> spliced(input, from, Math.min(input.length, from + random.nextInt(8)), new byte[0]);
      case 3 -> spliced(input, from, from, part(seeds.get(random.nextInt(seeds.size()))));
      default -> spliced(input, from, from, new byte[] {(byte) random.nextInt(256)});
    };
  }

  private byte[] piece() {
    return PIECES.get(random.nextInt(PIECES.size())).getBytes(UTF_8);
  }

  private byte[] part(byte[] seed) {
    int from = random.nextInt(seed.length + 1);
    int to = from + random.nextInt(seed.length - from + 1);
    return java.util.Arrays.copyOfRange(seed, from, to);
  }

  private static byte[] spliced(byte[] input, int from, int to, byte[] between) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(input.length + between.length);
    bytes.write(input, 0, from);
    bytes.writeBytes(between);
    bytes.write(input, to, input.length - to);
    return bytes.toByteArray();
  }
}
