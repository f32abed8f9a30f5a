package org.msilo.model;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.msilo.model.Ledger.Breach;

/** Runs lists of steps, each in a world of its own, on one database. For one thread. */
final class ModelRun implements AutoCloseable {
  private final Silence silence = new Silence();
  private final ExecutorService loops = Executors.newCachedThreadPool();
  private final FaultyDatabase database = new FaultyDatabase();
  private final Tampering tampering;

  ModelRun(Tampering tampering) {
    this.tampering = tampering;
  }

  /** Runs until the end or the first breach. */
  Outcome run(List<Step> steps) {
    World world = new World(database, loops, tampering);
    int faultsBefore = database.faults();
    int done = 0;
    try {
      while (done < steps.size() && world.ledger().breach().isEmpty()) {
        world.happen(steps.get(done++));
      }
      if (world.ledger().breach().isEmpty()) {
        world.end();
      }
      return new Outcome(
          world.ledger().breach(),
          steps.subList(0, done),
          world.journal().lines(),
          database.faults() - faultsBefore);
    } finally {
      world.node().abandon();
    }
  }

  /** The shortest steps that can be found that break the same promise. */
  Outcome shrink(Outcome failed) {
    List<Step> shortest =
        new Shrinker<Step>(steps -> run(steps).promise().equals(failed.promise()))
            .shrink(failed.steps());
    return run(shortest);
  }

  @Override
  public void close() {
    loops.shutdown();
    database.close();
    silence.close();
  }

  /**
   * How a run ended.
   *
   * @param breach the promise that was broken, if one was
   * @param steps those that were done
   * @param journal what came of each
   * @param databaseFaults transactions that failed
   */
  record Outcome(
      Optional<Breach> breach, List<Step> steps, List<String> journal, int databaseFaults) {

    Optional<Ledger.Promise> promise() {
      return breach.map(Breach::promise);
    }

    /** For people: what is broken, how to see it again, and what happened. */
    String report(String command) {
      return "%s%n%d steps, in short:%n  %s%nAgain: mvn test -Dtest=ModelCheckTest '-Dmodel.%s'"
          .formatted(
              breach.map(Breach::toString).orElse("nothing broken"),
              steps.size(),
              String.join("\n  ", journal),
              command);
    }

    /** All steps in one line, as {@link Step#parse} reads them. */
    String script() {
      return String.join(" ", steps.stream().map(Step::toString).toList());
    }
  }
}
