package org.msilo.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.msilo.launcher.FreePort;

/**
 * The story: alice writes to bob who is away, the server restarts, bob comes back and has his mail.
 */
public final class Demo {
  private static final int OK = 200;
  private static final int ACCEPTED = 202;
  private static final int TRIES = 5;
  private static final List<String> MAIL =
      List.of("bob, are you there?", "lunch at noon?", "well, see you later");

  private final DemoServer server;
  private final DemoPhone alice;
  private final DemoPhone bob;
  private final Ladder ladder;

  private Demo(DemoServer server, DemoPhone alice, DemoPhone bob, Ladder ladder) {
    this.server = server;
    this.alice = alice;
    this.bob = bob;
    this.ladder = ladder;
  }

  /** Plays it on the real server; returns 0 if each step happened. */
  public static int run(List<String> arguments, Path webapp, Path folder) {
    Ladder ladder = new Ladder(System.out, arguments.isEmpty());
    try {
      int port = FreePort.find();
      try (DemoServer server = new DemoServer(webapp, folder, port);
          DemoPhone alice = new DemoPhone("alice", FreePort.find(), port);
          DemoPhone bob = new DemoPhone("bob", FreePort.find(), port)) {
        new Demo(server, alice, bob, ladder).play();
      }
      return 0;
    } catch (DemoException | IOException e) {
      ladder.failure("This step failed: " + e.getMessage());
      return 1;
    }
  }

  private void play() throws DemoException {
    ladder.heading();
    server.start();
    ladder.scene("alice is online, bob is away. alice writes to him all the same.");
    aliceRegisters();
    for (String text : MAIL) {
      aliceWritesToAbsentBob(text);
    }
    ladder.note("The server is stopped and started again.");
    server.close();
    server.start();
    ladder.scene("bob comes online: his mail arrives, in the order it was written.");
    bobRegisters();
    for (String text : MAIL) {
      bobReads(text);
    }
    ladder.scene("Now that bob is there, the next message reaches him directly.");
    aliceRegisters();
    aliceWritesToPresentBob("welcome back!");
    ladder.note("Nothing was lost, nothing came twice.");
  }

  private void aliceRegisters() throws DemoException {
    ladder.aliceToServer("REGISTER alice");
    int status = alice.register();
    ladder.serverToAlice(named(status));
    expect(OK, status, "alice's REGISTER");
  }

  private void bobRegisters() throws DemoException {
    ladder.bobToServer("REGISTER bob");
    int status = bob.register();
    ladder.serverToBob(named(status));
    expect(OK, status, "bob's REGISTER");
  }

  private void aliceWritesToAbsentBob(String text) throws DemoException {
    ladder.aliceToServer(message(text));
    alice.write("bob", text);
    int status = alice.answer();
    ladder.serverToAlice(named(status));
    expect(ACCEPTED, status, "alice's MESSAGE \"" + text + "\"");
    ladder.serverToAlice(message(alice.read()));
    ladder.aliceToServer(named(OK));
  }

  private void bobReads(String expected) throws DemoException {
    String text = bob.read();
    ladder.serverToBob(message(text));
    ladder.bobToServer(named(OK));
    if (!text.equals(expected)) {
      throw new DemoException("bob should have got \"" + expected + "\" now");
    }
  }

  /** While the last removal is being committed, a message still queues up behind the mail: 202. */
  private void aliceWritesToPresentBob(String text) throws DemoException {
    int status = ACCEPTED;
    for (int tries = 0; tries < TRIES && status == ACCEPTED; tries++) {
      ladder.aliceToServer(message(text));
      alice.write("bob", text);
      bobReads(text);
      status = alice.answer();
      ladder.serverToAlice(named(status));
    }
    expect(OK, status, "alice's MESSAGE \"" + text + "\" to bob, who is there,");
  }

  private static String message(String text) {
    return "MESSAGE \"" + text + "\"";
  }

  private static String named(int status) {
    return switch (status) {
      case OK -> "200 OK";
      case ACCEPTED -> "202 Accepted";
      default -> Integer.toString(status);
    };
  }

  private static void expect(int wanted, int status, String what) throws DemoException {
    if (status != wanted) {
      throw new DemoException(what + " was answered " + status + " instead of " + wanted);
    }
  }
}
