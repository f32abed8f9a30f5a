package org.msilo.launcher;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.log4j.AppenderSkeleton;
import org.apache.log4j.Level;
import org.apache.log4j.Logger;
import org.apache.log4j.spi.LoggingEvent;
import org.apache.log4j.spi.ThrowableInformation;
import org.mobicents.servlet.sip.catalina.SipProtocolHandler;

/**
 * Keeps the first reason why a listening point failed: the container throws nothing then, and says
 * it only in its log.
 */
final class ListenRecorder extends AppenderSkeleton implements AutoCloseable {
  private final Logger logger = Logger.getLogger(SipProtocolHandler.class);
  private final Level usedLevel = logger.getLevel();
  private final boolean usedParent = logger.getAdditivity();
  private final AtomicReference<Throwable> first = new AtomicReference<>();

  ListenRecorder() {
    logger.addAppender(this);
    logger.setLevel(Level.ERROR);
    logger.setAdditivity(false);
  }

  @Override
  protected void append(LoggingEvent event) {
    ThrowableInformation thrown = event.getThrowableInformation();
    first.compareAndSet(null, thrown == null ? null : thrown.getThrowable());
  }

  Optional<Throwable> thrown() {
    return Optional.ofNullable(first.get());
  }

  @Override
  public boolean requiresLayout() {
    return false;
  }

  @Override
  public void close() {
    logger.removeAppender(this);
    logger.setLevel(usedLevel);
    logger.setAdditivity(usedParent);
  }
}
