package org.msilo.message;

/**
 * What tells one MESSAGE of a sender from his next: the same three to the same mailbox are the same
 * message, however often it comes.
 *
 * @param callId Call-ID of the request as it came
 * @param cseq number of its CSeq
 * @param fromTag tag of its From, "" for a client of RFC 2543 that sent none
 */
public record MessageOrigin(String callId, long cseq, String fromTag) {}
