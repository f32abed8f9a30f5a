package org.msilo.testing.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Running Tomcats without an application of ours, for one test after the other. They end with this
 * process. Thread-safe.
 */
public final class TomcatPool {
  private static final Deque<StandaloneTomcat> IDLE = new ArrayDeque<>();

  private TomcatPool() {}

  /** One that is idle, else a new one. */
  public static StandaloneTomcat take() {
    synchronized (IDLE) {
      if (!IDLE.isEmpty()) {
        return IDLE.pop();
      }
    }
    return start();
  }

  /** For the next test; without an application. */
  public static void giveBack(StandaloneTomcat tomcat) {
    synchronized (IDLE) {
      IDLE.push(tomcat);
    }
  }

  private static StandaloneTomcat start() {
    try {
      Path folder = Files.createTempDirectory("msilo-tomcat-");
      StandaloneTomcat tomcat = StandaloneTomcat.withoutHome(folder);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> end(tomcat, folder)));
      return tomcat.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void end(StandaloneTomcat tomcat, Path folder) {
    tomcat.close();
    try {
      Tool.run("rm", "-r", folder.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
