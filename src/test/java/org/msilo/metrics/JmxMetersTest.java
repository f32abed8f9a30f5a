package org.msilo.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

/** What was counted is to be read by its name, and goes with its application. */
class JmxMetersTest {
  private final MBeanServer server = MBeanServerFactory.newMBeanServer();

  @Test
  void events_are_counted_by_their_labels() throws JMException {
    try (JmxMeters meters = new JmxMeters(server, "msilo")) {
      Runnable accepted = meters.count("answers", "method", "MESSAGE", "class", "2xx");
      Runnable refused = meters.count("answers", "method", "MESSAGE", "class", "5xx");
      accepted.run();
      accepted.run();
      refused.run();

      assertThat(read("msilo,name=answers,method=MESSAGE,class=2xx", "Count")).isEqualTo(2.0);
      assertThat(read("msilo,name=answers,method=MESSAGE,class=5xx", "Count")).isEqualTo(1.0);
    }
  }

  @Test
  void durations_have_percentiles_in_milliseconds() throws JMException {
    try (JmxMeters meters = new JmxMeters(server, "msilo")) {
      LongConsumer times = meters.timing("commit.time", "queue", "messages");
      for (int millis = 1; millis <= 100; millis++) {
        times.accept(millis * 1_000_000L);
      }

      String at = "msilo,name=commit.time,queue=messages";
      assertThat(read(at, "Count")).isEqualTo(100L);
      assertThat(read(at, "Unit")).isEqualTo("ms");
      assertThat((double) read(at, "P50")).isBetween(49.0, 52.0);
      assertThat((double) read(at, "P99")).isBetween(98.0, 101.0);
      assertThat((double) read(at, "Max")).isEqualTo(100.0);
      assertThat((double) read(at, "Total")).isEqualTo(5050.0);
    }
  }

  @Test
  void sizes_and_values_of_now_are_shown() throws JMException {
    AtomicLong depth = new AtomicLong(7);
    try (JmxMeters meters = new JmxMeters(server, "msilo")) {
      meters.gauge("queue.depth", "pieces", depth::get, "queue", "messages");
      meters.sizes("group.size").accept(12);
      depth.set(9);

      assertThat(read("msilo,name=queue.depth,queue=messages", "Value")).isEqualTo(9.0);
      assertThat(read("msilo,name=group.size", "Max")).isEqualTo(12.0);
    }
  }

  @Test
  void two_applications_of_one_name_have_names_of_their_own() throws JMException {
    try (JmxMeters first = new JmxMeters(server, "msilo");
        JmxMeters second = new JmxMeters(server, "msilo")) {
      first.count("answers").run();
      second.count("answers");

      assertThat(second.application()).isEqualTo("msilo-2");
      assertThat(read("msilo,name=answers", "Count")).isEqualTo(1.0);
      assertThat(read("msilo-2,name=answers", "Count")).isEqualTo(0.0);
    }
  }

  @Test
  void nothing_is_left_when_the_application_is_gone() throws JMException {
    try (JmxMeters meters = new JmxMeters(server, "a/path: with, odd=characters")) {
      meters.count("answers");
      assertThat(server.queryNames(new ObjectName("org.msilo:*"), null)).hasSize(2);
    }

    assertThat(server.queryNames(new ObjectName("org.msilo:*"), null)).isEmpty();
  }

  private Object read(String name, String attribute) throws JMException {
    return server.getAttribute(new ObjectName("org.msilo:application=" + name), attribute);
  }
}
