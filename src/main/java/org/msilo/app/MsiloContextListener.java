package org.msilo.app;

import java.net.InetSocketAddress;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.servlet.ServletContext;
import javax.servlet.ServletContextEvent;
import javax.servlet.ServletContextListener;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletContextEvent;
import javax.servlet.sip.SipServletListener;
import javax.servlet.sip.SipURI;
import org.msilo.config.ConfigException;
import org.msilo.config.ConfigReader;
import org.msilo.config.MsiloConfig;
import org.msilo.sip.SipHandlers;
import org.msilo.store.jpa.DatabaseUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The container's life cycle turned into the application's. */
public class MsiloContextListener implements ServletContextListener, SipServletListener {
  /** ServletContext attribute with the command line of the executable war, a list of strings. */
  private static final String COMMAND_LINE = "org.msilo.commandLine";

  /** ServletContext attribute for whoever stops the container: finishes what has begun. */
  private static final String DRAIN = "org.msilo.drain";

  /** ServletContext attribute that says in a sentence why the application could not start. */
  private static final String FAILURE = "org.msilo.failure";

  private static final Logger LOG = LoggerFactory.getLogger(MsiloContextListener.class);

  private MsiloApplication application;
  private boolean started;

  @Override
  public synchronized void contextInitialized(ServletContextEvent event) {
    ServletContext context = event.getServletContext();
    withoutContactInMessages();
    try {
      MsiloConfig config =
          ConfigReader.read(
              commandLine(context), System.getProperties(), System.getenv(), parameters(context));
      config.describe().forEach(LOG::info);
      warnOfStrangers(config, context);
      application = new MsiloApplication(config, sipFactory(context), clock(), nameOf(context));
    } catch (ConfigException | DatabaseUnavailableException e) {
      context.setAttribute(FAILURE, e.getMessage());
      throw new IllegalStateException(e.getMessage(), e);
    }
    context.setAttribute(SipHandlers.ATTRIBUTE, application.handlers());
    Runnable drain = application::drain;
    context.setAttribute(DRAIN, drain);
    application.earlyLimits().leaveIn(context);
  }

  /** The container calls this once for each SIP servlet, when it can send. */
  @Override
  public synchronized void servletInitialized(SipServletContextEvent event) {
    if (application != null && !started) {
      started = true;
      application.start(ownAddresses(event.getServletContext()));
    }
  }

  @Override
  public synchronized void contextDestroyed(ServletContextEvent event) {
    if (application != null) {
      application.close();
      application = null;
    }
    deregisterDrivers(event.getServletContext().getClassLoader());
  }

  /** A JDBC driver registers itself with the JDK, which would keep this deployment for ever. */
  private static void deregisterDrivers(ClassLoader deployment) {
    for (Driver driver : Collections.list(DriverManager.getDrivers())) {
      if (driver.getClass().getClassLoader() == deployment) {
        try {
          DriverManager.deregisterDriver(driver);
        } catch (SQLException e) {
          LOG.warn("a database driver stays registered", e);
        }
      }
    }
  }

  /**
   * RFC 3428 4 forbids a Contact in MESSAGE. Restcomm adds one to every method in this set, after
   * the application has let go of the request; other containers have no such set.
   */
  private static void withoutContactInMessages() {
    try {
      Class<?> restcomm = Class.forName("org.mobicents.servlet.sip.JainSipUtils");
      if (restcomm.getField("CONTACT_HEADER_METHODS").get(null) instanceof Set<?> methods) {
        methods.remove("MESSAGE");
      }
    } catch (ReflectiveOperationException e) {
      LOG.debug("not a container that is known to add a Contact to MESSAGE", e);
    }
  }

  /** A clock to go by instead of the database's; whoever tries what time does has one. */
  protected Optional<Clock> clock() {
    return Optional.empty();
  }

  /** Where a container of others listens is not known here, so this can be no more than advice. */
  private static void warnOfStrangers(MsiloConfig config, ServletContext context) {
    if (config.isAuthByDefault() && context.getAttribute(COMMAND_LINE) == null) {
      LOG.warn(
          "auth is not set, so nobody has to prove who he is: whoever reaches this server can take"
              + " the mail of others; set auth to register or all, or to off if a proxy in front"
              + " sees to it");
    }
  }

  /** As it is known in the container; the only one there is msilo. */
  private static String nameOf(ServletContext context) {
    String path = context.getContextPath();
    return path == null || path.length() < 2 ? "msilo" : path.substring(1);
  }

  private static SipFactory sipFactory(ServletContext context) {
    return (SipFactory) context.getAttribute(SipServlet.SIP_FACTORY);
  }

  private static List<String> commandLine(ServletContext context) {
    return context.getAttribute(COMMAND_LINE) instanceof List<?> arguments
        ? arguments.stream().map(String::valueOf).toList()
        : List.of();
  }

  private static Map<String, String> parameters(ServletContext context) {
    Map<String, String> parameters = new HashMap<>();
    for (String name : Collections.list(context.getInitParameterNames())) {
      parameters.put(name, context.getInitParameter(name));
    }
    return parameters;
  }

  private static Set<String> ownAddresses(ServletContext context) {
    Set<String> hosts = new HashSet<>();
    if (context.getAttribute(SipServlet.OUTBOUND_INTERFACES) instanceof List<?> interfaces) {
      for (Object each : interfaces) {
        if (each instanceof SipURI uri) {
          hosts.add(uri.getHost());
        } else if (each instanceof InetSocketAddress address) {
          hosts.add(address.getHostString());
        }
      }
    }
    return hosts;
  }
}
