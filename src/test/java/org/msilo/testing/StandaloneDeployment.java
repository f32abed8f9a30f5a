package org.msilo.testing;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.msilo.testing.standalone.StandaloneTomcat;
import org.msilo.testing.standalone.TomcatPool;

/** The packaged war in a stock Tomcat, a process that many such deployments use in turn. */
final class StandaloneDeployment implements Deployment {
  private final String parameters;
  private final StandaloneTomcat tomcat = TomcatPool.take();
  private boolean deployed;

  StandaloneDeployment(Path home, List<String> settings) {
    // A database that a test in another process may look into.
    String database = "db_url=jdbc:h2:file:" + home.resolve("silo") + ";AUTO_SERVER=TRUE";
    parameters =
        Stream.concat(Stream.of("home=" + home, database), settings.stream())
            .map(StandaloneDeployment::parameter)
            .collect(Collectors.joining());
  }

  @Override
  public void start() throws IOException {
    tomcat.deploy(parameters);
    deployed = true;
  }

  @Override
  public void stop() throws IOException {
    if (deployed) {
      tomcat.undeploy();
      deployed = false;
    }
  }

  @Override
  public int port() {
    return tomcat.sipPort();
  }

  @Override
  public void close() throws IOException {
    stop();
    TomcatPool.giveBack(tomcat);
  }

  private static String parameter(String setting) {
    int equals = setting.indexOf('=');
    return "<Parameter name='%s' value='%s'/>"
        .formatted(
            setting.substring(0, equals),
            setting
                .substring(equals + 1)
                .replace("&", "&amp;")
                .replace("'", "&apos;")
                .replace("<", "&lt;"));
  }
}
