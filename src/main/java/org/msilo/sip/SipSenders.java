package org.msilo.sip;

import java.time.Clock;
import java.util.Optional;
import javax.servlet.sip.SipFactory;
import org.msilo.dump.MessageSender;
import org.msilo.location.Reach;
import org.msilo.notice.NoticeSender;

/** What goes out of this room: stored messages, notices, and branches of relayed requests. */
public final class SipSenders {
  private final LoopMarks loops;
  private final Forking forking;
  private final OwnMessages ownMessages;
  private final LargeRequests large;
  private final MessageSender messages;
  private final NoticeSender notices;

  /**
   * @param nextHop SIP URI of the outbound proxy for delivered messages that have none of their own
   */
  public SipSenders(
      SipFactory factory,
      Optional<String> nextHop,
      OwnMessages ownMessages,
      Reach reach,
      LargeRequests large,
      Clock clock) {
    this.loops = new LoopMarks(ownMessages.marks());
    this.forking = new Forking(factory, loops);
    this.ownMessages = ownMessages;
    this.messages =
        new SipMessageSender(factory, forking, nextHop, ownMessages, reach, large, clock);
    this.large = large;
    this.notices = new SipNoticeSender(factory, forking, ownMessages);
  }

  public MessageSender messages() {
    return messages;
  }

  public NoticeSender notices() {
    return notices;
  }

  OwnMessages ownMessages() {
    return ownMessages;
  }

  LoopMarks loops() {
    return loops;
  }

  LargeRequests large() {
    return large;
  }

  Forking forking() {
    return forking;
  }
}
