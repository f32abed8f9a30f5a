package org.msilo.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.msilo.testing.wire.SipText;

/**
 * A request that reached the phone, once however often it was sent; the phone may answer it later.
 */
public final class ReceivedRequest {
  private final SipText request;
  private final Consumer<byte[]> wayBack;
  private final AtomicInteger retransmissions = new AtomicInteger();
  private final AtomicReference<byte[]> answer = new AtomicReference<>();

  ReceivedRequest(SipText request, Consumer<byte[]> wayBack) {
    this.request = request;
    this.wayBack = wayBack;
  }

  public SipText request() {
    return request;
  }

  public String text() {
    return request.text();
  }

  public int retransmissions() {
    return retransmissions.get();
  }

  public boolean isAnswered() {
    return answer.get() != null;
  }

  /** Answers once; header lines ("Retry-After: 5") follow the copied ones. */
  public void answer(int status, String... headerLines) {
    StringBuilder response = new StringBuilder("SIP/2.0 " + status + " Scripted\r\n");
    request.headers("Via").forEach(via -> response.append("Via: ").append(via).append("\r\n"));
    String to = request.the("To");
    boolean tagged = SipText.parameter(to, "tag").isPresent();
    response.append("From: ").append(request.the("From")).append("\r\n");
    response.append("To: ").append(to);
    response.append(tagged ? "" : ";tag=" + Integer.toHexString(request.branch().hashCode()));
    response.append("\r\nCall-ID: ").append(request.callId()).append("\r\n");
    response.append("CSeq: ").append(request.the("CSeq")).append("\r\n");
    for (String line : headerLines) {
      response.append(line).append("\r\n");
    }
    byte[] bytes = response.append("Content-Length: 0\r\n\r\n").toString().getBytes(UTF_8);
    if (!answer.compareAndSet(null, bytes)) {
      throw new IllegalStateException("answered twice:\n" + request);
    }
    wayBack.accept(bytes);
  }

  /** Sends the answer that was given once more, without being asked. */
  public void repeatAnswer() {
    wayBack.accept(answer.get());
  }

  /** The same request came again: the same answer goes back, if there is one yet. */
  void repeat() {
    retransmissions.incrementAndGet();
    byte[] given = answer.get();
    if (given != null) {
      wayBack.accept(given);
    }
  }
}
