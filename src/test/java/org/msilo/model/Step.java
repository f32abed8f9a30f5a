package org.msilo.model;

import java.util.List;
import java.util.stream.Stream;

/**
 * One step of a run: what happens, and two numbers that choose among what it can happen to. It
 * means something in every situation, if only nothing, so that steps can be left out of a run.
 *
 * @param a chooses whom it happens to
 * @param b chooses how
 */
record Step(Kind kind, int a, int b) {
  private static final String SEPARATOR = "/";

  /** What can happen; a weight is how often, compared with the others. */
  enum Kind {
    /** A caller sends a MESSAGE. */
    SEND(12),
    /** A caller sends a copy of a MESSAGE again: same Call-ID, CSeq and From tag. */
    RESEND(3),
    REGISTER(6),
    UNREGISTER(2),
    /** One piece of work is done: a transaction for some who wait, or what follows one. */
    WORK(40),
    /** All work is done. */
    DRAIN(6),
    /** A phone, or for want of an answer the container, answers a MESSAGE. */
    ANSWER(14),
    /** A phone takes a MESSAGE, but its answer is not there yet. */
    TAKE(3),
    /** A phone answers once more, or after it was given up. */
    LATE(2),
    TIME(6),
    RETRY(5),
    EXPIRE(2),
    /** The next MESSAGE cannot be sent. */
    NO_ROUTE(1),
    /** The next notice cannot be sent. */
    NO_NOTICE(1),
    /** The clock is set an hour forward or back. */
    JUMP(1),
    /** The process dies and starts again. */
    KILL(2),
    DOWN(1),
    UP(3),
    /** The next transaction fails, before its commit or after it. */
    FAIL(4);

    private final int weight;

    Kind(int weight) {
      this.weight = weight;
    }

    int weight() {
      return weight;
    }

    /** Without these nothing happens at all. */
    boolean isEssential() {
      return this == SEND || this == REGISTER || this == WORK || this == ANSWER;
    }

    boolean isFault() {
      return ordinal() >= NO_ROUTE.ordinal() && this != UP;
    }
  }

  static List<Step> parse(String steps) {
    return Stream.of(steps.strip().split("\\s+")).map(Step::parseOne).toList();
  }

  private static Step parseOne(String step) {
    String[] parts = step.split(SEPARATOR);
    return new Step(Kind.valueOf(parts[0]), Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
  }

  @Override
  public String toString() {
    return kind + SEPARATOR + a + SEPARATOR + b;
  }
}
