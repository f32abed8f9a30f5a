package org.msilo.launcher;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.msilo.config.ConfigException;
import org.msilo.config.ConfigReader;
import org.msilo.config.MsiloConfig;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/**
 * What "java -jar msilo.war" runs: help, the demo, a transfer, a change of users, or the server.
 */
public final class Main {
  private static final String SERVER = "org.msilo.launcher.Server";
  private static final String DEMO = "org.msilo.demo.Demo";

  private Main() {}

  public static void main(String[] arguments) {
    int status = run(arguments);
    System.out.flush();
    System.exit(status);
  }

  private static int run(String[] arguments) {
    String command = arguments.length > 0 ? arguments[0] : "";
    boolean demo = command.equals(Arguments.DEMO);
    try {
      if (TransferCommand.NAMES.contains(command)) {
        return TransferCommand.named(command)
            .run(Arrays.copyOfRange(arguments, 1, arguments.length));
      }
      if (command.equals(UserCommand.NAME)) {
        return UserCommand.run(Arrays.copyOfRange(arguments, 1, arguments.length));
      }
      if (command.equals(PurgeCommand.NAME)) {
        return PurgeCommand.run(Arrays.copyOfRange(arguments, 1, arguments.length));
      }
      if (command.equals(RotateKeysCommand.NAME)) {
        return RotateKeysCommand.run(Arrays.copyOfRange(arguments, 1, arguments.length));
      }
      ParseResult parsed =
          demo
              ? Arguments.demoLine().parseArgs(Arrays.copyOfRange(arguments, 1, arguments.length))
              : Arguments.commandLine().parseArgs(arguments);
      if (CommandLine.printHelpIfRequested(parsed)) {
        return ExitStatus.IN_ORDER;
      }
      return demo ? demo(parsed) : server(List.of(arguments));
    } catch (CommandLine.ParameterException e) {
      System.err.println("msilo: " + e.getMessage() + "; --help lists what is possible");
      return ExitStatus.BAD_SETTINGS;
    } catch (ConfigException e) {
      System.err.println("msilo: " + e.getMessage());
      return ExitStatus.BAD_SETTINGS;
    } catch (StartException e) {
      System.err.println("msilo: " + e.getMessage());
      return ExitStatus.CANNOT_RUN;
    }
  }

  private static int server(List<String> arguments) throws ConfigException, StartException {
    MsiloConfig config =
        ConfigReader.read(arguments, System.getProperties(), System.getenv(), Map.of());
    Preflight.check(config);
    UnpackedWar war = UnpackedWar.below(config.home().resolve("run"));
    return inContainer(war, SERVER, arguments, war.webapp(), war.workDirectory());
  }

  private static int demo(ParseResult parsed) throws StartException {
    boolean colour =
        !parsed.hasMatchedOption(Arguments.NO_COLOR)
            && System.console() != null
            && System.getenv("NO_COLOR") == null;
    try (TemporaryFolder folder = new TemporaryFolder("msilo-demo")) {
      UnpackedWar war = UnpackedWar.below(folder.path().resolve("run"));
      List<String> arguments = colour ? List.of() : List.of(Arguments.NO_COLOR);
      return inContainer(war, DEMO, arguments, war.webapp(), folder.path());
    } catch (IOException e) {
      throw new StartException("cannot use the folder for temporary files: " + Reason.of(e), e);
    }
  }

  /** Runs a class where the container's classes are, which this one cannot see. */
  private static int inContainer(
      UnpackedWar war, String name, List<String> arguments, Path webapp, Path folder)
      throws StartException {
    ClassLoader loader = war.containerLoader();
    Thread.currentThread().setContextClassLoader(loader);
    try {
      return (int)
          loader
              .loadClass(name)
              .getMethod("run", List.class, Path.class, Path.class)
              .invoke(null, arguments, webapp, folder);
    } catch (InvocationTargetException e) {
      throw new StartException("unexpected: " + e.getCause(), e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new StartException("this war is not complete: " + e, e);
    }
  }
}
