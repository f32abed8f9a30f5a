package org.msilo.transfer;

/** What became of one row or message; the label stands in the summary. */
enum Outcome {
  /** It is where it was to go. */
  TAKEN("taken"),
  /** An earlier run took it. */
  THERE_ALREADY("there already"),
  /** Its time has passed; the other server would have deleted it. */
  EXPIRED("skipped, expired"),
  /** It waits for a moment of its own (snd_time), which msilo does not know. */
  REMINDER("skipped, reminder"),
  /** A typing notification, of no use later. */
  TYPING("skipped, typing notification"),
  /** It does not fit; the reason is told row by row. */
  REFUSED("refused");

  private final String label;

  Outcome(String label) {
    this.label = label;
  }

  String label() {
    return label;
  }
}
