package org.msilo.sip;

import org.msilo.dump.Arrivals;
import org.msilo.dump.MailboxDump;
import org.msilo.intake.MessageIntake;
import org.msilo.location.BindingStore;
import org.msilo.store.MessageStore;

/**
 * What the handlers need of the rooms behind them.
 *
 * @param bindings where users are
 * @param store what waits for them
 * @param intake what is to wait
 * @param dump what goes out to them
 * @param arrivals what is between look-up and commit
 */
public record Mailboxes(
    BindingStore bindings,
    MessageStore store,
    MessageIntake intake,
    MailboxDump dump,
    Arrivals arrivals) {}
