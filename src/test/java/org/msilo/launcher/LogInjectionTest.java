package org.msilo.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.joran.spi.JoranException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Properties;
import org.apache.log4j.EnhancedPatternLayout;
import org.junit.jupiter.api.Test;

/** Whatever a sender gets into a logged text, it makes no line of the log, nor moves the cursor. */
class LogInjectionTest {
  private static final String FORGED = "2026-11-23T00:00:00.000Z INFO  [x] Gate: all is well";
  private static final List<String> EVIL =
      List.of("\r\n", "\n", "\r", "\u0085", "\u2028", "\u2029", "\f", "\u001b[2K\u001b[1G\n");

  @Test
  void line_end_in_a_text_of_the_application_makes_no_line() throws JoranException {
    for (String evil : EVIL) {
      String logged = applicationLog("to " + evil + FORGED, null);
      assertThat(logged.split("\\R")).hasSize(1);
      assertThat(logged.strip()).doesNotMatch("(?s).*\\p{Cc}.*").endsWith(FORGED);
    }
  }

  @Test
  void line_end_in_the_text_of_an_exception_makes_no_line_of_the_log() throws JoranException {
    for (String evil : EVIL) {
      Exception cause = new IllegalStateException("cause " + evil + FORGED);
      String logged =
          applicationLog("failed", new IllegalArgumentException("bad " + evil + FORGED, cause));
      String[] lines = logged.split("\\R");
      assertThat(lines.length).as("the trace is there").isGreaterThan(3);
      assertThat(lines[0]).endsWith("LogInjectionTest: failed");
      assertThat(List.of(lines).subList(1, lines.length)).allMatch(it -> it.startsWith("    "));
      assertThat(logged).doesNotContain("\u001b").contains("bad ").contains("Caused by: ");
    }
  }

  @Test
  void line_end_in_the_containers_log_makes_no_line() throws IOException {
    for (String evil : EVIL) {
      String logged =
          containerLog("request " + evil + FORGED, new Exception("why " + evil + FORGED));
      assertThat(logged.split("\\R")).hasSize(1);
      assertThat(logged.strip()).doesNotMatch("(?s).*\\p{Cc}.*").contains("why");
    }
  }

  private static String applicationLog(String text, Throwable thrown) throws JoranException {
    LoggerContext context = new LoggerContext();
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(context);
    configurator.doConfigure(LogInjectionTest.class.getResource("/logback.xml"));
    try {
      Logger logger = context.getLogger(LogInjectionTest.class);
      ConsoleAppender<ILoggingEvent> console =
          (ConsoleAppender<ILoggingEvent>)
              context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).getAppender("console");
      return new String(
          console
              .getEncoder()
              .encode(new LoggingEvent("here", logger, Level.ERROR, text, thrown, null)),
          UTF_8);
    } finally {
      context.stop();
    }
  }

  private static String containerLog(String text, Throwable thrown) throws IOException {
    Properties properties = new Properties();
    try (InputStream stream = ContainerLogging.class.getResourceAsStream("log4j.properties")) {
      properties.load(stream);
    }
    assertThat(properties)
        .containsEntry("log4j.appender.stdout.layout", OneLineLayout.class.getName());
    EnhancedPatternLayout layout = new OneLineLayout();
    layout.setConversionPattern(
        properties.getProperty("log4j.appender.stdout.layout.conversionPattern"));
    layout.activateOptions();
    return layout.format(
        new org.apache.log4j.spi.LoggingEvent(
            "here",
            org.apache.log4j.Logger.getLogger("here"),
            org.apache.log4j.Level.ERROR,
            text,
            thrown));
  }
}
