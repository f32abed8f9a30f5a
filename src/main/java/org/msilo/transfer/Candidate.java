package org.msilo.transfer;

import org.msilo.message.OfflineMessage;

/**
 * A row that is to be taken.
 *
 * @param key its name
 * @param message what it holds
 */
record Candidate(RowKey key, OfflineMessage message) {}
