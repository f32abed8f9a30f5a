package org.msilo.launcher;

import java.lang.reflect.Field;
import java.util.concurrent.TimeUnit;
import org.mobicents.servlet.sip.core.SipApplicationDispatcherImpl;
import org.restcomm.commons.statistics.reporter.RestcommStatsReporter;

/** The container's dispatcher without its daily report of usage to the maker's server. */
public class SilentDispatcher extends SipApplicationDispatcherImpl {
  public SilentDispatcher() {
    try {
      Field reporter = SipApplicationDispatcherImpl.class.getDeclaredField("statsReporter");
      reporter.setAccessible(true);
      reporter.set(this, new SilentReporter());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this container has no statsReporter to silence", e);
    }
  }

  /** Reports nothing; the container's own one cannot be started twice in a process either. */
  private static final class SilentReporter extends RestcommStatsReporter {
    @Override
    public void start(long period, TimeUnit unit) {
      // Nothing leaves this machine.
    }

    @Override
    public void stop() {
      // It never ran.
    }
  }
}
