package org.msilo.maintenance;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The scheduled bean: a singleton, started with the application, that runs the sweeps. It survives
 * their failures. Runs on its one thread only.
 */
public final class MaintenanceSchedule {
  private static final Logger LOG = LoggerFactory.getLogger(MaintenanceSchedule.class);

  private final MaintenanceSettings settings;
  private final RetrySweep retries;
  private final ExpirySweep expiry;
  private final ScheduledExecutorService thread;
  private long cycles;

  /**
   * @param thread a single thread; whoever made it stops it, and the schedule with it
   */
  public MaintenanceSchedule(
      MaintenanceSettings settings,
      RetrySweep retries,
      ExpirySweep expiry,
      ScheduledExecutorService thread) {
    this.settings = settings;
    this.retries = retries;
    this.expiry = expiry;
    this.thread = thread;
  }

  /** Begins with a full cycle at once: a node that stopped may have left things behind. */
  public void start() {
    thread.scheduleWithFixedDelay(
        this::cycle, 0, settings.checkTime().toMillis(), TimeUnit.MILLISECONDS);
  }

  private void cycle() {
    boolean full = cycles++ % settings.cleanPeriod() == 0;
    run(retries::run);
    if (full || expiry.isUnfinished()) {
      run(expiry::run);
    }
    if (full) {
      run(retries::runOverAllBindings);
    }
  }

  /** A sweep that failed runs again in the next cycle; the schedule goes on. */
  private static void run(Runnable sweep) {
    try {
      sweep.run();
    } catch (RuntimeException e) {
      LOG.warn("maintenance is put off to the next cycle: {}", e.getMessage());
    } catch (Error e) {
      // The executor would never run the cycle again, and nobody would be told.
      LOG.error("maintenance is put off to the next cycle", e);
    }
  }
}
