package org.msilo.bench.server;

import java.util.ArrayList;
import java.util.List;

/**
 * How servers in Java are started; immutable.
 *
 * @param java the program
 * @param options options of the Java machine
 * @param settings settings of msilo, each as --name=value
 */
public record JavaCommand(String java, List<String> options, List<String> settings) {
  public JavaCommand {
    options = List.copyOf(options);
    settings = List.copyOf(settings);
  }

  /** The same with more options, which win over those before them. */
  public JavaCommand with(List<String> more) {
    List<String> all = new ArrayList<>(options);
    all.addAll(more);
    return new JavaCommand(java, all, settings);
  }

  List<String> line(List<String> what, List<String> arguments) {
    List<String> line = new ArrayList<>();
    line.add(java);
    line.addAll(options);
    line.addAll(what);
    line.addAll(arguments);
    return line;
  }
}
