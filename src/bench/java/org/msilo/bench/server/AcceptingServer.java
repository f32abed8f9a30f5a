package org.msilo.bench.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.msilo.config.ListenAddress;
import org.msilo.config.TlsFiles;
import org.msilo.launcher.ContainerSettings;
import org.msilo.launcher.EmbeddedContainer;
import org.msilo.launcher.StartException;

/** The container of the executable war with {@link AcceptingServlet} in it, as a process. */
public final class AcceptingServer {
  private AcceptingServer() {}

  /** Runs until it is killed. Arguments: a folder to write in, and the UDP port to listen on. */
  public static void main(String[] arguments)
      throws IOException, StartException, InterruptedException {
    Path folder = Path.of(arguments[0]);
    Path webInf = Files.createDirectories(folder.resolve("webapp/WEB-INF"));
    Files.writeString(webInf.resolve("sip.xml"), Servers.resource("accepting-sip.xml"));
    Files.writeString(webInf.resolve("web.xml"), Servers.resource("accepting-web.xml"));
    ListenAddress listen = new ListenAddress("udp", "127.0.0.1", Integer.parseInt(arguments[1]));
    new EmbeddedContainer(
            new ContainerSettings(
                webInf.getParent(),
                folder.resolve("work"),
                List.of(listen),
                TlsFiles.NONE,
                Optional.empty(),
                Map.of(),
                true,
                Optional.empty()))
        .start();
    new CountDownLatch(1).await();
  }
}
