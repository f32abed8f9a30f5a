package org.msilo.testing;

import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import javax.servlet.ServletContextEvent;
import javax.servlet.sip.SipSessionEvent;
import javax.servlet.sip.SipSessionListener;
import org.msilo.app.MsiloContextListener;

/**
 * The application's listener with the clock of the test, if it has one of its own; counts the SIP
 * sessions, of which each request that reaches the application has one.
 */
public final class TestContextListener extends MsiloContextListener implements SipSessionListener {
  static final String CLOCK = "org.msilo.testing.clock";
  static final String SESSIONS_BEGUN = "org.msilo.testing.sessionsBegun";
  static final String SESSIONS_ENDED = "org.msilo.testing.sessionsEnded";

  private Optional<Clock> clock = Optional.empty();

  @Override
  public void contextInitialized(ServletContextEvent event) {
    clock = Optional.ofNullable((Clock) event.getServletContext().getAttribute(CLOCK));
    super.contextInitialized(event);
  }

  @Override
  protected Optional<Clock> clock() {
    return clock;
  }

  @Override
  public void sessionCreated(SipSessionEvent event) {
    count(event, SESSIONS_BEGUN);
  }

  @Override
  public void sessionDestroyed(SipSessionEvent event) {
    count(event, SESSIONS_ENDED);
  }

  @Override
  public void sessionReadyToInvalidate(SipSessionEvent event) {
    // It is invalidated next.
  }

  private static void count(SipSessionEvent event, String counter) {
    Object found = event.getSession().getServletContext().getAttribute(counter);
    if (found instanceof AtomicLong number) {
      number.incrementAndGet();
    }
  }
}
