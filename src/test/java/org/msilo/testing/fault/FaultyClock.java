package org.msilo.testing.fault;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A clock that runs, may be set forward and back, and fails those who ask it from a certain part of
 * the program: a fault in the midst of their work, as a bug of theirs would be. Safe for all
 * threads.
 */
public final class FaultyClock extends Clock {
  private final AtomicReference<Duration> offset = new AtomicReference<>(Duration.ZERO);
  private final AtomicReference<Optional<Failure>> failure =
      new AtomicReference<>(Optional.empty());
  private final AtomicInteger failures = new AtomicInteger();

  /** Sets the clock forward, or back. */
  public void jump(Duration step) {
    offset.updateAndGet(before -> before.plus(step));
  }

  /** From now on this is thrown at whoever asks with a class of this name prefix on its stack. */
  public void failIn(String classes, Class<? extends Throwable> what) {
    failures.set(0);
    failure.set(Optional.of(new Failure(classes, what)));
  }

  /** From now on all may ask again. */
  public void mend() {
    failure.set(Optional.empty());
  }

  /** How often it has failed somebody since it was told to. */
  public int failures() {
    return failures.get();
  }

  @Override
  public Instant instant() {
    failure.get().filter(Failure::concernsCaller).ifPresent(this::fail);
    return Instant.ofEpochMilli(System.currentTimeMillis()).plus(offset.get());
  }

  private void fail(Failure thrown) {
    failures.incrementAndGet();
    if (Error.class.isAssignableFrom(thrown.what())) {
      throw new AssertionError("an error on purpose");
    }
    throw new IllegalStateException("an exception on purpose");
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }

  private record Failure(String classes, Class<? extends Throwable> what) {
    /** The nearest of our classes, or all would fail whom a room calls. */
    boolean concernsCaller() {
      return StackWalker.getInstance()
          .walk(
              frames ->
                  frames
                      .map(StackWalker.StackFrame::getClassName)
                      .filter(name -> name.startsWith("org.msilo."))
                      .filter(name -> !name.startsWith("org.msilo.testing."))
                      .findFirst())
          .filter(name -> name.startsWith(classes))
          .isPresent();
    }
  }
}
