package org.msilo.launcher;

import org.apache.log4j.EnhancedPatternLayout;
import org.apache.log4j.spi.LoggingEvent;

/**
 * Makes one line of each event of the container's log, which quotes whole requests: line ends and
 * control characters become blanks. Made by log4j, by name; as thread-safe as the layout below it.
 */
public final class OneLineLayout extends EnhancedPatternLayout {
  @Override
  public String format(LoggingEvent event) {
    return super.format(event).strip().replaceAll("[\\p{Cc}\\u2028\\u2029]+", " ")
        + System.lineSeparator();
  }
}
