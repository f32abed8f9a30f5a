package org.msilo.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import javax.management.InstanceAlreadyExistsException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * Meters of Micrometer, each shown as one bean in JMX until {@link #close()}. Several applications
 * in one process get names of their own. Thread-safe.
 */
public final class JmxMeters implements Meters, AutoCloseable {
  /** The domain of all names. */
  public static final String DOMAIN = "org.msilo";

  private static final double[] PERCENTILES = {0.5, 0.95, 0.99};

  /** Percentiles and maxima speak of the last minute. */
  private static final Duration WINDOW = Duration.ofMinutes(1);

  private static final int MOST_APPLICATIONS = 1_000;

  private final MBeanServer server;
  private final ObjectName own;
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Set<ObjectName> shown = ConcurrentHashMap.newKeySet();

  /**
   * @param application name of the application; one that is taken gets a number behind it
   */
  public JmxMeters(MBeanServer server, String application) {
    this.server = server;
    this.own = claim(application);
    shown.add(own);
  }

  /** The name this application has in JMX. */
  public String application() {
    return own.getKeyProperty("application");
  }

  @Override
  public LongConsumer timing(String name, String... labels) {
    Timer timer =
        Timer.builder(name)
            .tags(labels)
            .publishPercentiles(PERCENTILES)
            .distributionStatisticExpiry(WINDOW)
            .register(registry);
    show(name, labels, MeterBean.of(timer));
    return nanos -> timer.record(nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public LongConsumer sizes(String name, String... labels) {
    DistributionSummary summary =
        DistributionSummary.builder(name)
            .tags(labels)
            .publishPercentiles(PERCENTILES)
            .distributionStatisticExpiry(WINDOW)
            .register(registry);
    show(name, labels, MeterBean.of(summary));
    return summary::record;
  }

  @Override
  public Runnable count(String name, String... labels) {
    Counter counter = Counter.builder(name).tags(labels).register(registry);
    show(name, labels, MeterBean.of(counter));
    return counter::increment;
  }

  @Override
  public void gauge(String name, String unit, DoubleSupplier value, String... labels) {
    Supplier<Number> asked = value::getAsDouble;
    Gauge gauge = Gauge.builder(name, asked).tags(labels).baseUnit(unit).register(registry);
    show(name, labels, MeterBean.of(gauge, unit));
  }

  /** Takes all names out of JMX again. */
  @Override
  public void close() {
    for (ObjectName name : shown) {
      try {
        server.unregisterMBean(name);
      } catch (JMException e) {
        throw new IllegalStateException("cannot take " + name + " out of JMX", e);
      }
    }
    shown.clear();
    registry.close();
  }

  private ObjectName claim(String application) {
    for (int number = 1; number <= MOST_APPLICATIONS; number++) {
      String candidate = number == 1 ? application : application + "-" + number;
      if (register(
          name(candidate, "application"), MeterBean.value("Name", "none", () -> candidate))) {
        return name(candidate, "application");
      }
    }
    throw new IllegalStateException("too many applications are named " + application);
  }

  private void show(String name, String[] labels, MeterBean bean) {
    ObjectName at = name(application(), name, labels);
    if (register(at, bean)) {
      shown.add(at);
    }
  }

  /** Whether the name was free. */
  private boolean register(ObjectName at, MeterBean bean) {
    try {
      server.registerMBean(bean, at);
      return true;
    } catch (InstanceAlreadyExistsException e) {
      return false;
    } catch (JMException e) {
      throw new IllegalStateException("cannot show " + at + " in JMX", e);
    }
  }

  private static ObjectName name(String application, String name, String... labels) {
    StringBuilder text = new StringBuilder(DOMAIN);
    text.append(":application=").append(quoted(application)).append(",name=").append(quoted(name));
    for (int i = 0; i < labels.length; i += 2) {
      text.append(',').append(labels[i]).append('=').append(quoted(labels[i + 1]));
    }
    try {
      return new ObjectName(text.toString());
    } catch (JMException e) {
      throw new IllegalArgumentException("no name for JMX: " + text, e);
    }
  }

  /** Plain where it may be: quotes make names hard to type. */
  private static String quoted(String value) {
    return value.matches("[\\w. -]+") ? value : ObjectName.quote(value);
  }
}
