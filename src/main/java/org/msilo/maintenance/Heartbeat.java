package org.msilo.maintenance;

import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows the other nodes that this one lives, whatever else keeps the maintenance busy. It survives
 * failures of the database. Runs on its one thread only.
 */
public final class Heartbeat {
  private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);
  private static final long SECONDS = 10;

  private final List<Runnable> duties;
  private final ScheduledExecutorService thread;

  /**
   * @param duties done every ten seconds, in this order; the next ones also when one fails
   * @param thread a single thread; whoever made it stops it, and the beat with it
   */
  public Heartbeat(List<Runnable> duties, ScheduledExecutorService thread) {
    this.duties = List.copyOf(duties);
    this.thread = thread;
  }

  public void start() {
    thread.scheduleWithFixedDelay(this::beat, SECONDS, SECONDS, TimeUnit.SECONDS);
  }

  private void beat() {
    for (Runnable duty : duties) {
      try {
        duty.run();
      } catch (RuntimeException e) {
        LOG.warn("the other nodes do not hear of this one: {}", e.getMessage());
      }
    }
  }
}
