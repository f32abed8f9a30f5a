package org.msilo.notice;

import java.util.function.Predicate;
import org.msilo.limit.Limit;
import org.msilo.limit.LimitCounts;
import org.msilo.limit.TokenBuckets;
import org.msilo.message.SipUri;

/**
 * Passes notices on as long as their goal does not get too many: whoever writes under the name of
 * another must not have him buried. What is too much is lost. Thread-safe.
 */
public final class BoundedNotices implements NoticeSender {
  private final NoticeSender sender;
  private final TokenBuckets goals;
  private final Predicate<String> exempt;
  private final LimitCounts counts;

  /**
   * @param goals notices to one URI
   * @param exempt IP addresses that any number of notices may go to
   */
  public BoundedNotices(
      NoticeSender sender, TokenBuckets goals, Predicate<String> exempt, LimitCounts counts) {
    this.sender = sender;
    this.goals = goals;
    this.exempt = exempt;
    this.counts = counts;
  }

  @Override
  public void send(Notice notice) {
    if (isExempt(notice) || goals.take(notice.requestUri()).isEmpty()) {
      sender.send(notice);
    } else {
      counts.hit(Limit.NOTICE_RATE);
    }
  }

  private boolean isExempt(Notice notice) {
    return SipUri.parse(notice.requestUri()).map(SipUri::host).filter(exempt).isPresent();
  }
}
