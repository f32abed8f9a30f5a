package org.msilo.model;

import java.time.Duration;
import org.msilo.message.AddressOfRecord;
import org.msilo.model.Ledger.Promise;

/**
 * The end of a run: all is well again and phones take what they get. Then mail of users who are
 * there must go out by itself, and that of the others when they register. For one thread.
 */
final class Ending {
  private static final Duration CYCLE = Duration.ofSeconds(60);
  private static final int CLEAN_PERIOD = 5;

  /** Longer than any pause; whoever has registered just now is still there then. */
  private static final int CYCLES = 25;

  private final World world;

  Ending(World world) {
    this.world = world;
  }

  /**
   * @param setBack how far the clock was set back, for all that was noted before waits so much
   *     longer
   */
  void play(Duration setBack) {
    settle();
    world.ledger().allIsDone();
    long cycles = CYCLES + setBack.dividedBy(CYCLE);
    for (int cycle = 0; cycle < cycles; cycle++) {
      world.pass(CYCLE);
      world.retry();
      settle();
      if (cycle % CLEAN_PERIOD == 0) {
        world.node().clean();
        settle();
      }
    }
    world.node().clean();
    settle();
    world.boundMailboxes().forEach(this::requireEmpty);
    World.MAILBOXES.forEach(mailbox -> world.register(mailbox, 0, true));
    settle();
    World.MAILBOXES.forEach(this::requireEmpty);
    world.ledger().allIsDone();
  }

  private void requireEmpty(AddressOfRecord mailbox) {
    world.ledger().rows().stream()
        .filter(row -> row.waits() && row.mailbox().equals(mailbox.toString()))
        .filter(row -> !world.ledger().isExpired(row.id()))
        .forEach(row -> world.ledger().broken(Promise.ENDS, mailbox + "'s message " + row.id()));
  }

  /** All work is done, and every phone has answered. */
  private void settle() {
    world.drain(0);
    while (world.phones().open(0).isPresent() && world.ledger().breach().isEmpty()) {
      world.answer(world.phones().open(0).get(), Verdict.TAKEN);
      world.look();
      world.drain(0);
    }
    world.look();
  }
}
