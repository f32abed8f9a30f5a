package org.msilo.testing;

import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.msilo.testing.wire.SipText;

/** A request the phone sent, and every response that came to it; safe for all threads. */
public final class SentRequest {
  private static final int TIMER_F_SECONDS = 32;

  private final SipText request;
  private final List<SipText> responses = new CopyOnWriteArrayList<>();
  private final CompletableFuture<SipText> finalResponse = new CompletableFuture<>();
  private final AtomicInteger retransmissions = new AtomicInteger();

  SentRequest(SipText request) {
    this.request = request;
  }

  public SipText request() {
    return request;
  }

  /** Waits for the first final response, as long as a non-INVITE client transaction lives. */
  public SipText finalResponse() {
    try {
      return finalResponse.get(TIMER_F_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("no final response to\n" + request, e);
    } catch (ExecutionException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  public boolean isAnswered() {
    return finalResponse.isDone();
  }

  /**
   * The final responses so far; the same bytes again are a retransmission, not another response.
   */
  public List<SipText> finalResponses() {
    List<String> seen = new CopyOnWriteArrayList<>();
    return responses.stream()
        .filter(response -> response.status() >= 200)
        .filter(response -> !seen.contains(response.toString()) && seen.add(response.toString()))
        .toList();
  }

  /** Waits for the final response, then gives another one a bounded time to come; none may. */
  public SipText onlyFinalResponse() {
    SipText first = finalResponse();
    await("one final response")
        .during(SipPhone.QUIET)
        .atMost(SipPhone.PATIENCE)
        .failFast(() -> finalResponses().size() > 1)
        .until(() -> finalResponses().size() == 1);
    return first;
  }

  /** How often this phone had to send the request again. */
  public int retransmissions() {
    return retransmissions.get();
  }

  void countRetransmission() {
    retransmissions.incrementAndGet();
  }

  void receive(SipText response) {
    responses.add(response);
    if (response.status() >= 200) {
      finalResponse.complete(response);
    }
  }
}
