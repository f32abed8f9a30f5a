package org.msilo.demo;

import java.io.PrintStream;

/** Prints who sent what to whom, as arrows between three columns: alice, msilo and bob. */
final class Ladder {
  private static final int GAP = 44;
  private static final int MARGIN = 4;
  private static final String COLOUR_END = "\u001b[0m";
  private static final String REQUEST = "\u001b[36m";
  private static final String SUCCESS = "\u001b[32m";
  private static final String FAILURE = "\u001b[31m";
  private static final String SCENE = "\u001b[1m";

  private final PrintStream out;
  private final boolean colour;

  Ladder(PrintStream out, boolean colour) {
    this.out = out;
    this.colour = colour;
  }

  void heading() {
    StringBuilder line = new StringBuilder(" ".repeat(MARGIN + 2 * GAP + "alice".length()));
    place(line, "alice", MARGIN - 2);
    place(line, "msilo", MARGIN + GAP - 2);
    place(line, "bob", MARGIN + 2 * GAP - 1);
    out.println(painted(line.toString().stripTrailing(), SCENE));
    rungs();
  }

  private static void place(StringBuilder line, String text, int column) {
    line.replace(column, column + text.length(), text);
  }

  void scene(String text) {
    note(text);
    rungs();
  }

  void note(String text) {
    out.println();
    out.println(painted("  " + text, SCENE));
  }

  void failure(String text) {
    out.println();
    out.println(painted("  " + text, FAILURE));
  }

  /** The bare columns. */
  private void rungs() {
    out.println(" ".repeat(MARGIN) + "|" + " ".repeat(GAP - 1) + "|" + " ".repeat(GAP - 1) + "|");
  }

  void aliceToServer(String text) {
    print(true, true, text);
  }

  void serverToAlice(String text) {
    print(true, false, text);
  }

  void serverToBob(String text) {
    print(false, true, text);
  }

  void bobToServer(String text) {
    print(false, false, text);
  }

  private void print(boolean left, boolean toTheRight, String text) {
    String arrow = painted(arrow(text, toTheRight), colourOf(text));
    String empty = " ".repeat(GAP - 1);
    out.println(
        " ".repeat(MARGIN) + "|" + (left ? arrow : empty) + "|" + (left ? empty : arrow) + "|");
    out.flush();
  }

  private static String arrow(String text, boolean toTheRight) {
    int room = GAP - 1 - 6;
    String label = text.length() > room ? text.substring(0, room - 3) + "..." : text;
    int dashes = GAP - 1 - label.length() - 3;
    String before = "-".repeat(dashes / 2);
    String after = "-".repeat(dashes - dashes / 2);
    return toTheRight
        ? before + " " + label + " " + after + ">"
        : "<" + before + " " + label + " " + after;
  }

  private static String colourOf(String text) {
    if (!Character.isDigit(text.charAt(0))) {
      return REQUEST;
    }
    return text.charAt(0) == '2' ? SUCCESS : FAILURE;
  }

  private String painted(String text, String how) {
    return colour ? how + text + COLOUR_END : text;
  }
}
