package org.msilo.testing;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.msilo.dump.MessageSender;
import org.msilo.message.Binding;
import org.msilo.message.OfflineMessage;

/** Notes what is sent in place of sending it; for one thread. */
public final class RecordingMessageSender implements MessageSender {
  private final List<Sent> sent = new ArrayList<>();
  private final Deque<RuntimeException> failures = new ArrayDeque<>();

  /** The next message that is not yet spoken for cannot be sent. */
  public void failNext(RuntimeException failure) {
    failures.add(failure);
  }

  @Override
  public void send(OfflineMessage message, Binding binding) {
    if (!failures.isEmpty()) {
      throw failures.remove();
    }
    sent.add(new Sent(message, binding));
  }

  /** Text and contact of all that was sent, in order, as {@code TEXT to CONTACT}. */
  public List<String> log() {
    return sent.stream().map(s -> text(s.message()) + " to " + s.binding().contact()).toList();
  }

  /** Bodies of all that was sent, in order. */
  public List<String> texts() {
    return sent.stream().map(s -> text(s.message())).toList();
  }

  /** What was sent last. */
  public OfflineMessage last() {
    return sent.get(sent.size() - 1).message();
  }

  private static String text(OfflineMessage message) {
    return new String(message.body().bytes(), StandardCharsets.UTF_8);
  }

  private record Sent(OfflineMessage message, Binding binding) {}
}
