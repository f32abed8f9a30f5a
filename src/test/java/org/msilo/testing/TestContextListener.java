package org.msilo.testing;

import java.time.Clock;
import javax.servlet.ServletContextEvent;
import org.msilo.app.MsiloContextListener;

/** The application's listener with the clock of the test, if it has one of its own. */
public final class TestContextListener extends MsiloContextListener {
  static final String CLOCK = "org.msilo.testing.clock";

  private Clock clock = Clock.systemUTC();

  @Override
  public void contextInitialized(ServletContextEvent event) {
    Object given = event.getServletContext().getAttribute(CLOCK);
    if (given != null) {
      clock = (Clock) given;
    }
    super.contextInitialized(event);
  }

  @Override
  protected Clock clock() {
    return clock;
  }
}
