package org.msilo.launcher;

import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Holds back what Tomcat logs while it starts, and keeps the first reason of a failure. */
final class StartRecorder extends Handler implements AutoCloseable {
  private static final String TOMCAT = "org.apache.catalina";

  private final Logger logger = Logger.getLogger(TOMCAT);
  private final boolean usedParent = logger.getUseParentHandlers();
  private Throwable reason;

  StartRecorder() {
    logger.addHandler(this);
    logger.setUseParentHandlers(false);
  }

  @Override
  public synchronized void publish(LogRecord entry) {
    if (reason == null) {
      reason = entry.getThrown();
    }
  }

  /** The innermost cause in words. */
  synchronized Optional<String> reason() {
    Throwable cause = reason;
    while (cause != null && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return Optional.ofNullable(cause)
        .map(Throwable::toString)
        .map(text -> text.replaceAll("\\s*\\R\\s*", " "));
  }

  synchronized Optional<Throwable> thrown() {
    return Optional.ofNullable(reason);
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
