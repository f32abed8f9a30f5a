package org.msilo.store;

import org.msilo.message.MessageId;

/**
 * What a round that failed tried, for the operator.
 *
 * @param message the one message that was out
 * @param times how often it was sent in this round, to one binding or several
 * @param answer what came last
 */
public record Attempt(MessageId message, int times, Answer answer) {}
