package org.msilo.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.apache.log4j.LogManager;
import org.apache.log4j.Priority;
import org.apache.log4j.PropertyConfigurator;

/** Keeps the container's own log short; the application logs by itself. */
final class ContainerLogging {
  private static final String RESOURCE = "log4j.properties";

  /** Held here, since the JDK forgets a logger nobody refers to, and its level with it. */
  private static final Logger TOMCAT = Logger.getLogger("org.apache");

  private ContainerLogging() {}

  /** Sets up log4j unless somebody has, and sends Tomcat's warnings the same way. */
  static synchronized void setUp() {
    if (!LogManager.getRootLogger().getAllAppenders().hasMoreElements()) {
      PropertyConfigurator.configure(read());
    }
    if (TOMCAT.getHandlers().length == 0) {
      TOMCAT.setLevel(Level.WARNING);
      TOMCAT.setUseParentHandlers(false);
      TOMCAT.addHandler(new ToLog4j());
    }
  }

  private static Properties read() {
    Properties properties = new Properties();
    try (InputStream stream = ContainerLogging.class.getResourceAsStream(RESOURCE)) {
      properties.load(stream);
    } catch (IOException e) {
      throw new IllegalStateException(RESOURCE + " cannot be read", e);
    }
    return properties;
  }

  /** Hands what Tomcat logs by the JDK on to log4j. */
  private static final class ToLog4j extends Handler {
    @Override
    public void publish(LogRecord entry) {
      Priority priority =
          entry.getLevel().intValue() >= Level.SEVERE.intValue()
              ? org.apache.log4j.Level.ERROR
              : org.apache.log4j.Level.WARN;
      LogManager.getLogger(String.valueOf(entry.getLoggerName()))
          .log(priority, entry.getMessage(), entry.getThrown());
    }

    @Override
    public void flush() {
      // log4j flushes each line.
    }

    @Override
    public void close() {
      // Nothing of its own is open.
    }
  }
}
