package org.msilo.bench.report;

import static org.msilo.bench.Contender.OWN;
import static org.msilo.bench.Contender.PEER;

import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.msilo.bench.Figure;
import org.msilo.bench.Figures;
import org.msilo.bench.load.BacklogLoad;
import org.msilo.bench.load.LimitLoad;
import org.msilo.bench.load.MemoryLoad;
import org.msilo.bench.load.OverloadLoad;
import org.msilo.bench.load.RegisterLoad;
import org.msilo.bench.load.StoreLoad;
import org.msilo.bench.load.StormLoad;

/** What msilo on PostgreSQL is to reach; ratios are of medians. */
final class Goals {
  static final List<Goal> ALL =
      List.of(
          Goal.atLeast(1.5, "store", "best rate, for Kamailio's", forPeer(StoreLoad.RATE)),
          Goal.atMost(50, "store", "p99 at 5,000/s, ms", own(StoreLoad.P99)),
          Goal.atMost(0, "store", "202 without a row", own(StoreLoad.WITHOUT_ROW)),
          Goal.atLeast(1.0, "register", "best rate, for Kamailio's", forPeer(RegisterLoad.RATE)),
          Goal.atLeast(3, "storm", "delivered/s, for Kamailio's", forPeer(StormLoad.DELIVERED)),
          Goal.atMost(0, "storm", "undelivered at 500 REGISTER/s", own(StormLoad.MISSING)),
          Goal.atMost(50, "storm", "REGISTER p99 at 500/s, ms", own(StormLoad.P99)),
          Goal.atMost(0, "storm", "rows 3 s after the last", own(StormLoad.LEFT)),
          Goal.atLeast(
              0.9,
              "backlog",
              "best store rate, for that of an empty table",
              f -> f.ratio(OWN, BacklogLoad.STORE, OWN, StoreLoad.RATE)),
          Goal.atLeast(
              0.9,
              "backlog",
              "best register rate, for that of an empty table",
              f -> f.ratio(OWN, BacklogLoad.REGISTER, OWN, RegisterLoad.RATE)),
          Goal.atLeast(
              0.9,
              "overload",
              "accepted/s, for the best rate",
              f -> f.ratio(OWN, OverloadLoad.ACCEPTED, OWN, StoreLoad.RATE)),
          Goal.atMost(0, "overload", "202 without a row", own(OverloadLoad.WITHOUT_ROW)),
          Goal.atMost(0, "memory", "full collections", own(MemoryLoad.FULL)),
          Goal.atMost(50, "memory", "pauses p99, ms", own(MemoryLoad.PAUSE)),
          Goal.atMost(
              1.1, "memory", "least heap, last third for middle third", own(MemoryLoad.GROWTH)),
          Goal.atLeast(
              0.85,
              "limit",
              "best store rate, for that without a store",
              f -> f.ratio(OWN, StoreLoad.RATE, OWN, LimitLoad.RATE)));

  private Goals() {}

  private static Function<Figures, OptionalDouble> forPeer(Figure figure) {
    return figures -> figures.ratio(OWN, figure, PEER, figure);
  }

  private static Function<Figures, OptionalDouble> own(Figure figure) {
    return figures -> figures.median(OWN, figure);
  }
}
