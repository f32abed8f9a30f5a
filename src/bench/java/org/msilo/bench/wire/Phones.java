package org.msilo.bench.wire;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The devices of some users, all on one UDP port of this machine.
 *
 * @param prefix what names of users begin with; eight digits follow
 * @param devices how many each user has
 * @param port where all of them listen, or nobody
 */
public record Phones(String prefix, int devices, int port) {
  private static final int NOBODYS_PORT = 9;

  public Phones {
    if (devices < 1) {
      throw new IllegalArgumentException("no such phones: " + devices + " for each user");
    }
  }

  /** One for each user, which is not there. */
  public static Phones absent(String prefix) {
    return new Phones(prefix, 1, NOBODYS_PORT);
  }

  /** A Contact field for each device of a user. */
  String contacts(String user) {
    return IntStream.range(0, devices)
        .mapToObj(
            device -> "Contact: <sip:%s@127.0.0.1:%d;device=%d>\r\n".formatted(user, port, device))
        .collect(Collectors.joining());
  }
}
