package org.msilo.launcher;

import java.util.List;
import java.util.Optional;

/** All commands, in the order in which help lists them. */
final class Commands {
  static final List<Command> ALL =
      List.of(
          new DemoCommand(),
          new PurgeCommand(),
          TransferCommand.IMPORT,
          TransferCommand.EXPORT,
          new UserCommand(),
          new RotateKeysCommand());

  private Commands() {}

  static Optional<Command> named(String name) {
    return ALL.stream().filter(command -> command.name().equals(name)).findFirst();
  }
}
