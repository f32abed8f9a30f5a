package org.msilo.notice;

import org.msilo.limit.Limit;
import org.msilo.limit.LimitCounts;
import org.msilo.limit.TokenBuckets;

/**
 * Passes notices on as long as their goal does not get too many: whoever writes under the name of
 * another must not have him buried. What is too much is lost. Thread-safe.
 */
public final class BoundedNotices implements NoticeSender {
  private final NoticeSender sender;
  private final TokenBuckets goals;
  private final LimitCounts counts;

  public BoundedNotices(NoticeSender sender, TokenBuckets goals, LimitCounts counts) {
    this.sender = sender;
    this.goals = goals;
    this.counts = counts;
  }

  @Override
  public void send(Notice notice) {
    if (goals.take(notice.requestUri()).isEmpty()) {
      sender.send(notice);
    } else {
      counts.hit(Limit.NOTICE_RATE);
    }
  }
}
