package org.msilo.peers;

import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.groupingBy;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.msilo.testing.PhoneBank.Arrival;

/** Compares what senders say they sent with what phones say they got. All clocks are one. */
final class FireVerdict {
  /**
   * Nodes agree on the time up to a few milliseconds; what was sent closer together has no order.
   */
  private static final Duration SIMULTANEOUS = Duration.ofMillis(50);

  /** What was sent in time may be on its way for so long, on a machine that is busy. */
  private static final Duration ON_THE_WAY = Duration.ofSeconds(3);

  private static final Instant NEVER = Instant.parse("9999-01-01T00:00:00Z");

  private final Map<String, Sent> sent = new LinkedHashMap<>();
  private final List<Arrival> arrivals;
  private final List<Instant> blows;

  final List<String> missing = new ArrayList<>();
  final List<String> unknown = new ArrayList<>();
  final List<String> disordered = new ArrayList<>();
  final List<String> late = new ArrayList<>();

  /** Repeats that no blow excuses. */
  final List<String> repeated = new ArrayList<>();

  /** Repeats of what was in flight at a blow. */
  final List<String> excused = new ArrayList<>();

  int expired;

  /**
   * @param logs the lines of all senders
   * @param blows when a node was killed or the database restarted
   */
  FireVerdict(List<String> logs, List<Arrival> arrivals, List<Instant> blows) {
    this.arrivals = arrivals;
    this.blows = blows;
    logs.forEach(this::read);
    judge();
  }

  /** One message as its sender saw it. */
  private static final class Sent {
    private final String user;
    private final Duration life;
    private final Instant sentAt;
    private Instant takenAt = NEVER;
    private int transmissions;

    Sent(String user, Duration life, Instant sentAt) {
      this.user = user;
      this.life = life;
      this.sentAt = sentAt;
    }

    boolean isPastExpiry(Instant moment) {
      return moment.isAfter(takenAt.plus(life));
    }
  }

  long taken() {
    return sent.values().stream().filter(it -> !it.takenAt.equals(NEVER)).count();
  }

  /** Messages their senders had to send more than once. */
  long sentAgain() {
    return sent.values().stream().filter(it -> it.transmissions > 1).count();
  }

  @Override
  public String toString() {
    return ("%d sent, %d taken, %d of them when sent again; %d arrivals, %d expired before;"
            + " %d repeats at %d kills and restarts, %d others; %d missing, %d unknown, %d out of order,"
            + " %d past expiry")
        .formatted(
            sent.size(),
            taken(),
            sentAgain(),
            arrivals.size(),
            expired,
            excused.size(),
            blows.size(),
            repeated.size(),
            missing.size(),
            unknown.size(),
            disordered.size(),
            late.size());
  }

  /** {@code sent ID USER EXPIRES DATE TIME SECONDS} or {@code taken ID USER TRANSMISSIONS ...}. */
  private void read(String line) {
    String[] words = line.split("\\s+");
    Instant at =
        Instant.EPOCH.plusNanos(new BigDecimal(words[6]).movePointRight(9).longValueExact());
    double number = Double.parseDouble(words[3]);
    if (words[0].equals("sent")) {
      sent.put(words[1], new Sent(words[2], Duration.ofSeconds((long) number), at));
    } else {
      Sent message = sent.get(words[1]);
      message.takenAt = at;
      message.transmissions = (int) number;
    }
  }

  private void judge() {
    Map<String, List<Arrival>> byUser = arrivals.stream().collect(groupingBy(Arrival::user));
    byUser.values().forEach(this::judgeMailbox);
    Set<String> arrived = new HashSet<>(arrivals.stream().map(Arrival::text).toList());
    sent.forEach(
        (id, message) -> {
          if (!arrived.contains(id)) {
            if (message.isPastExpiry(Instant.now())) {
              expired++;
            } else {
              missing.add(id + " to " + message.user);
            }
          }
        });
  }

  private void judgeMailbox(List<Arrival> mail) {
    Map<String, Arrival> first = new LinkedHashMap<>();
    List<Arrival> again = new ArrayList<>();
    for (Arrival arrival : mail) {
      Sent message = sent.get(arrival.text());
      if (message == null || !message.user.equals(arrival.user())) {
        unknown.add(arrival.toString());
      } else if (first.putIfAbsent(arrival.text(), arrival) != null) {
        again.add(arrival);
      }
    }
    judgeExpiry(mail);
    judgeOrder(List.copyOf(first.keySet()));
    judgeRepeats(first, again);
  }

  private void judgeExpiry(List<Arrival> mail) {
    for (Arrival arrival : mail) {
      Sent message = sent.get(arrival.text());
      if (message != null && message.isPastExpiry(arrival.at().minus(ON_THE_WAY))) {
        late.add(arrival.toString());
      }
    }
  }

  /** What was taken before another was sent is before it. */
  private void judgeOrder(List<String> ids) {
    for (int i = 0; i < ids.size(); i++) {
      Sent earlier = sent.get(ids.get(i));
      for (String id : ids.subList(i + 1, ids.size())) {
        Sent later = sent.get(id);
        if (later.takenAt.isBefore(earlier.sentAt.minus(SIMULTANEOUS))) {
          disordered.add(ids.get(i) + " came before " + id + " to " + earlier.user);
        }
      }
    }
  }

  /**
   * Each blow excuses one repeat of what this mailbox had in flight then: a message the phone had
   * already, or one whose sender did not hear that it was taken.
   */
  private void judgeRepeats(Map<String, Arrival> first, List<Arrival> again) {
    Set<Instant> used = new HashSet<>();
    again.stream()
        .sorted(comparing(Arrival::at))
        .forEach(
            repeat -> {
              Sent message = sent.get(repeat.text());
              Instant arrivedAt = first.get(repeat.text()).at().minus(SIMULTANEOUS);
              Instant from = message.transmissions > 1 ? message.sentAt : arrivedAt;
              boolean wasInFlight =
                  blows.stream()
                      .filter(blow -> blow.isAfter(from) && blow.isBefore(repeat.at()))
                      .anyMatch(used::add);
              (wasInFlight ? excused : repeated)
                  .add(
                      "%s, first %s, sent %s, %d times, taken %s"
                          .formatted(
                              repeat,
                              first.get(repeat.text()).at(),
                              message.sentAt,
                              message.transmissions,
                              message.takenAt));
            });
  }
}
