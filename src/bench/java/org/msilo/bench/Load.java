package org.msilo.bench;

import java.io.IOException;

/**
 * One kind of load. To add one: write a class in {@code org.msilo.bench.load}, measure through the
 * {@link Scene}, add what came out to its figures, and name the class in {@link Loads}.
 */
public interface Load {
  /** As in bench.loads. */
  String name();

  /** Whether it says something about this contender. */
  default boolean concerns(Contender contender) {
    return true;
  }

  /** Whether one run of several is enough. */
  default boolean isOnce() {
    return false;
  }

  /** Puts the load on and adds the figures. */
  void run(Scene scene) throws IOException;
}
