package org.msilo.launcher;

import java.util.List;
import org.msilo.config.ConfigException;
import picocli.CommandLine;

/** What "java -jar msilo.war NAME" does instead of running the server. */
interface Command {
  String name();

  /** Its options, as help shows them. */
  CommandLine commandLine();

  /**
   * Runs it.
   *
   * @param words what stands after its name
   * @return the exit status
   * @throws CommandLine.ParameterException if they make no sense
   */
  int run(List<String> words) throws ConfigException, StartException;
}
