package org.msilo.notice;

import java.util.Optional;

/**
 * How senders are told.
 *
 * @param registrar SIP URI the notices come from; empty for no notices at all
 * @param useContact whether a notice goes to the Contact of the sender's MESSAGE if it has one,
 *     rather than to his From URI
 * @param offlineMessage text, in which {@code {to}} stands for the recipient
 * @param nextHop SIP URI of the outbound proxy for notices
 * @param expiryNotice whether senders also hear of messages that were refused for good or expired
 */
public record NoticeSettings(
    Optional<String> registrar,
    boolean useContact,
    String offlineMessage,
    Optional<String> nextHop,
    boolean expiryNotice) {}
