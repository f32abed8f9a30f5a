package org.msilo.sip;

import java.util.Optional;
import org.msilo.dump.Arrivals;
import org.msilo.dump.MailboxDump;
import org.msilo.intake.MessageIntake;
import org.msilo.location.BindingStore;
import org.msilo.store.DeviceMailboxes;
import org.msilo.store.MessageStore;

/**
 * What the handlers need of the rooms behind them.
 *
 * @param bindings where users are
 * @param store what waits for them
 * @param intake what is to wait
 * @param dump what goes out to them
 * @param arrivals what is between look-up and commit
 * @param devices the same mailboxes, when each device gets its own copy
 */
public record Mailboxes(
    BindingStore bindings,
    MessageStore store,
    MessageIntake intake,
    MailboxDump dump,
    Arrivals arrivals,
    Optional<DeviceMailboxes> devices) {}
