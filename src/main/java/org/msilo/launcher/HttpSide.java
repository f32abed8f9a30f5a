package org.msilo.launcher;

import java.util.Map;
import org.apache.catalina.Wrapper;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.servlets.DefaultServlet;
import org.apache.catalina.startup.Tomcat;
import org.apache.coyote.AbstractProtocol;
import org.msilo.config.HostPort;

/**
 * The HTTP connector, and the static files that Tomcat serves by its global descriptor otherwise.
 */
final class HttpSide {
  private static final int MOST_THREADS = 8;
  private static final int MOST_CONNECTIONS = 200;
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html;charset=UTF-8",
          "css", "text/css;charset=UTF-8",
          "js", "text/javascript;charset=UTF-8",
          "txt", "text/plain;charset=UTF-8",
          "json", "application/json",
          "svg", "image/svg+xml",
          "png", "image/png",
          "ico", "image/x-icon");

  private HttpSide() {}

  static Connector connector(HostPort at) {
    Connector connector = new Connector("org.apache.coyote.http11.Http11NioProtocol");
    connector.setPort(at.port());
    connector.setProperty("address", at.address());
    connector.setURIEncoding("UTF-8");
    connector.setXpoweredBy(false);
    AbstractProtocol<?> protocol = (AbstractProtocol<?>) connector.getProtocolHandler();
    protocol.setMaxThreads(MOST_THREADS);
    protocol.setMaxConnections(MOST_CONNECTIONS);
    return connector;
  }

  static void serveFiles(StandardContext context) {
    Wrapper files = Tomcat.addServlet(context, "default", DefaultServlet.class.getName());
    files.setLoadOnStartup(1);
    files.setOverridable(true);
    context.addServletMapping("/", "default");
    context.addWelcomeFile("index.html");
    TYPES.forEach(context::addMimeMapping);
  }
}
