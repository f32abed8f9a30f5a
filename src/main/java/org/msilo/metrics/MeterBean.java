package org.msilo.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.HistogramSnapshot;
import io.micrometer.core.instrument.distribution.ValueAtPercentile;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.DynamicMBean;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;

/** One meter in JMX: attributes to be read, nothing to be changed. Thread-safe. */
final class MeterBean implements DynamicMBean {
  private static final String UNIT = "Unit";

  private final Map<String, Supplier<Object>> attributes = new LinkedHashMap<>();

  private MeterBean(String unit) {
    attributes.put(UNIT, () -> unit);
  }

  static MeterBean value(String attribute, String unit, Supplier<Object> value) {
    return new MeterBean(unit).with(attribute, value);
  }

  static MeterBean of(Gauge gauge, String unit) {
    return value("Value", unit, gauge::value);
  }

  static MeterBean of(Counter counter) {
    return value("Count", "events", counter::count);
  }

  static MeterBean of(Timer timer) {
    TimeUnit unit = TimeUnit.MILLISECONDS;
    return distribution("ms", timer::takeSnapshot, s -> s.total(unit), p -> p.value(unit))
        .with("Max", () -> timer.max(unit));
  }

  static MeterBean of(DistributionSummary summary) {
    return distribution(
            "pieces", summary::takeSnapshot, HistogramSnapshot::total, ValueAtPercentile::value)
        .with("Max", summary::max);
  }

  private static MeterBean distribution(
      String unit,
      Supplier<HistogramSnapshot> snapshot,
      Function<HistogramSnapshot, Double> total,
      Function<ValueAtPercentile, Double> value) {
    MeterBean bean =
        new MeterBean(unit)
            .with("Count", () -> snapshot.get().count())
            .with("Total", () -> total.apply(snapshot.get()));
    for (ValueAtPercentile each : snapshot.get().percentileValues()) {
      double percentile = each.percentile();
      bean.with("P" + Math.round(percentile * 100), () -> at(percentile, snapshot.get(), value));
    }
    return bean;
  }

  private static Double at(
      double percentile, HistogramSnapshot snapshot, Function<ValueAtPercentile, Double> value) {
    for (ValueAtPercentile each : snapshot.percentileValues()) {
      if (each.percentile() == percentile) {
        return value.apply(each);
      }
    }
    return Double.NaN;
  }

  private MeterBean with(String attribute, Supplier<Object> value) {
    attributes.put(attribute, value);
    return this;
  }

  @Override
  public Object getAttribute(String attribute) throws AttributeNotFoundException {
    Supplier<Object> value = attributes.get(attribute);
    if (value == null) {
      throw new AttributeNotFoundException(attribute);
    }
    return value.get();
  }

  @Override
  public AttributeList getAttributes(String[] names) {
    AttributeList list = new AttributeList();
    for (String name : names) {
      if (attributes.containsKey(name)) {
        list.add(new Attribute(name, attributes.get(name).get()));
      }
    }
    return list;
  }

  @Override
  public void setAttribute(Attribute attribute) throws AttributeNotFoundException {
    throw new AttributeNotFoundException(attribute.getName() + " is to be read only");
  }

  @Override
  public AttributeList setAttributes(AttributeList list) {
    return new AttributeList();
  }

  @Override
  public Object invoke(String action, Object[] parameters, String[] signature) {
    throw new UnsupportedOperationException(action);
  }

  @Override
  public MBeanInfo getMBeanInfo() {
    MBeanAttributeInfo[] described =
        attributes.entrySet().stream()
            .map(
                each ->
                    new MBeanAttributeInfo(
                        each.getKey(),
                        each.getValue().get().getClass().getName(),
                        each.getKey(),
                        true,
                        false,
                        false))
            .toArray(MBeanAttributeInfo[]::new);
    return new MBeanInfo(MeterBean.class.getName(), "a meter", described, null, null, null);
  }
}
