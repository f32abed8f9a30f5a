package org.msilo.auth;

/**
 * Who has to prove who he is.
 *
 * @param registers whoever registers with the registrar here
 * @param senders whoever sends anything else to our users
 * @param relayed whoever sends to other domains
 * @param trusted those who have seen to it themselves: a front of ours
 */
public record AuthPolicy(
    boolean registers, boolean senders, boolean relayed, AddressBlocks trusted) {}
