package org.msilo.store;

/**
 * What a phone said to a message, as the operator finds it in the tables.
 *
 * @param status SIP status code, or that of a local failure
 * @param reason its reason phrase, or what went wrong here; one line, "" for none
 */
public record Answer(int status, String reason) {
  private static final int MOST_CHARACTERS = 200;

  public Answer {
    String line = reason.replaceAll("\\p{Cntrl}+", " ").strip();
    int length = line.codePointCount(0, line.length());
    reason =
        length > MOST_CHARACTERS
            ? line.substring(0, line.offsetByCodePoints(0, MOST_CHARACTERS))
            : line;
  }
}
