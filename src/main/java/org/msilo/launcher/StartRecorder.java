package org.msilo.launcher;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Holds back what Tomcat logs while it starts, and keeps the first reason of a failure. */
final class StartRecorder extends Handler implements AutoCloseable {
  private static final String TOMCAT = "org.apache.catalina";

  private final Logger logger = Logger.getLogger(TOMCAT);
  private final boolean usedParent = logger.getUseParentHandlers();
  private final AtomicReference<Throwable> first = new AtomicReference<>();

  StartRecorder() {
    logger.addHandler(this);
    logger.setUseParentHandlers(false);
  }

  @Override
  public void publish(LogRecord entry) {
    first.compareAndSet(null, entry.getThrown());
  }

  /** The innermost cause in words. */
  Optional<String> reason() {
    return thrown().map(StartRecorder::reasonOf);
  }

  /** The innermost cause in words, on one line. */
  static String reasonOf(Throwable thrown) {
    Throwable cause = thrown;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.toString().replaceAll("\\s*\\R\\s*", " ");
  }

  Optional<Throwable> thrown() {
    return Optional.ofNullable(first.get());
  }

  @Override
  public void flush() {
    // Nothing is buffered.
  }

  @Override
  public void close() {
    logger.removeHandler(this);
    logger.setUseParentHandlers(usedParent);
  }
}
