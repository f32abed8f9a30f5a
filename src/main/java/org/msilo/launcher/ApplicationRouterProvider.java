package org.msilo.launcher;

import java.util.Properties;
import javax.servlet.sip.ar.SipApplicationRouter;
import javax.servlet.sip.ar.spi.SipApplicationRouterProvider;
import org.mobicents.servlet.sip.router.DefaultApplicationRouter;

/** Gives every request to msilo, unless the operator names a routing file of his own. */
public class ApplicationRouterProvider extends SipApplicationRouterProvider {
  private static final String PROVIDER = "javax.servlet.sip.ar.spi.SipApplicationRouterProvider";
  private static final String FILE = "javax.servlet.sip.dar";
  private static final String TO_MSILO =
      "(\"msilo\", \"DAR:From\", \"ORIGINATING\", \"\", \"NO_ROUTE\", \"0\")";

  /** Names this provider to the container, whose own look-up fails on Java 9 and later. */
  static void announce() {
    if (System.getProperty(PROVIDER) == null) {
      System.setProperty(PROVIDER, ApplicationRouterProvider.class.getName());
    }
  }

  @Override
  public SipApplicationRouter getSipApplicationRouter() {
    return System.getProperty(FILE) == null
        ? new EverythingToMsilo()
        : new DefaultApplicationRouter();
  }

  /** The default router with its table in memory; it reads it anew at each deployment. */
  private static final class EverythingToMsilo extends DefaultApplicationRouter {
    @Override
    public void init() {
      Properties table = new Properties();
      table.setProperty("ALL", TO_MSILO);
      init(table);
    }
  }
}
