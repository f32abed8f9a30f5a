package org.msilo.model;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.LoggerFactory;

/** No log, while faults come by the thousand; ends when closed. */
final class Silence implements AutoCloseable {
  private final Map<Logger, Level> before = new HashMap<>();

  Silence() {
    for (String name : new String[] {"org.msilo", "org.hibernate"}) {
      Logger logger = (Logger) LoggerFactory.getLogger(name);
      before.put(logger, logger.getLevel());
      logger.setLevel(Level.OFF);
    }
  }

  @Override
  public void close() {
    before.forEach(Logger::setLevel);
  }
}
