package org.msilo.limit;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** How often each limit was hit since the start. Thread-safe. */
public final class LimitCounts {
  private final Map<Limit, LongAdder> counts = new EnumMap<>(Limit.class);

  public LimitCounts() {
    for (Limit limit : Limit.values()) {
      counts.put(limit, new LongAdder());
    }
  }

  /** The limit was hit once more. */
  public void hit(Limit limit) {
    hit(limit, 1);
  }

  /** The limit was hit so many times more. */
  public void hit(Limit limit, long times) {
    counts.get(limit).add(times);
  }

  /** Hits since the start. */
  public long of(Limit limit) {
    return counts.get(limit).sum();
  }
}
