package org.msilo.model;

import java.time.Instant;
import java.util.Optional;
import org.msilo.message.Binding;
import org.msilo.message.DeviceId;
import org.msilo.message.OfflineMessage;

/**
 * One MESSAGE on the wire, and what became of it; for one thread.
 *
 * <p>It is over when its answer, or the lack of one, has been told. It is excused when msilo cannot
 * know whether the phone took it: then, and only then, the message may come once more.
 */
final class Attempt {
  private final OfflineMessage message;
  private final Optional<Front.Relayed> relayed;
  private final Optional<DeviceId> device;
  private final Instant sentAt;
  private Optional<Verdict> verdict = Optional.empty();
  private boolean over;
  private boolean answered;
  private boolean heard;
  private boolean excused;

  /**
   * @param relayed the caller's own request, if that is what was sent on; empty for a delivery
   * @param device whose phone a delivery went to; empty for a relay
   */
  private Attempt(
      OfflineMessage message,
      Optional<Front.Relayed> relayed,
      Optional<DeviceId> device,
      Instant sentAt) {
    this.message = message;
    this.relayed = relayed;
    this.device = device;
    this.sentAt = sentAt;
  }

  static Attempt delivery(OfflineMessage message, Binding binding, Instant sentAt) {
    return new Attempt(message, Optional.empty(), Optional.of(DeviceId.of(binding)), sentAt);
  }

  static Attempt relay(Front.Relayed relayed, Instant sentAt) {
    return new Attempt(relayed.message(), Optional.of(relayed), Optional.empty(), sentAt);
  }

  OfflineMessage message() {
    return message;
  }

  long id() {
    return message.id().value();
  }

  Optional<Front.Relayed> relayed() {
    return relayed;
  }

  Optional<DeviceId> device() {
    return device;
  }

  /** Whether the same message went to the same device, so that answers cannot be told apart. */
  boolean isCopyOf(Attempt other) {
    return id() == other.id() && device.equals(other.device);
  }

  Instant sentAt() {
    return sentAt;
  }

  /** The phone made up its mind, whether or not anybody hears of it; the first time counts. */
  void decide(Verdict what) {
    verdict = verdict.or(() -> Optional.of(what));
  }

  Optional<Verdict> verdict() {
    return verdict;
  }

  /** Whether the phone did with it what must not happen twice. */
  boolean isFinal() {
    return verdict.filter(Verdict::isTheEnd).isPresent();
  }

  boolean isOver() {
    return over;
  }

  /** The container told that nobody answered, and hears no more of it. */
  void fallSilent() {
    answered = true;
    excuse();
  }

  /** The phone's verdict was told. */
  void hear() {
    heard = true;
    answered = true;
    over = true;
  }

  boolean wasHeard() {
    return heard;
  }

  /**
   * Whether an answer can still come though nobody waits for it: from a phone that is slow, or that
   * repeats itself to a proxy. What it repeats to a client ends in the container.
   */
  boolean canBeLate() {
    return over && (relayed.isPresent() || !answered);
  }

  void excuse() {
    excused = true;
    over = true;
  }

  boolean isExcused() {
    return excused;
  }

  @Override
  public String toString() {
    return (relayed.isPresent() ? "relay " : "delivery ") + id();
  }
}
