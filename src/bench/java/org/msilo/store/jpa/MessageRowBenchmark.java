package org.msilo.store.jpa;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.msilo.message.AddressOfRecord;
import org.msilo.message.Header;
import org.msilo.message.MessageBody;
import org.msilo.message.MessageId;
import org.msilo.message.MessageOrigin;
import org.msilo.message.OfflineMessage;
import org.msilo.store.seal.KeyRing;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A message made into a row, and back. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MessageRowBenchmark {
  private static final Instant RECEIVED_AT = Instant.parse("2026-01-01T00:00:00Z");

  private final OfflineMessage message =
      new OfflineMessage(
          new MessageId(1),
          new AddressOfRecord("bob", "example.com"),
          "sip:bob@example.com",
          "\"Alice\" <sip:alice@example.com>",
          "<sip:bob@example.com>",
          new MessageOrigin("a84b4c76e66710@192.0.2.1", 1, "1928301774"),
          List.of(
              new Header("Subject", "lunch"),
              new Header("Date", "Thu, 01 Jan 2026 00:00:00 GMT"),
              new Header("User-Agent", "a phone")),
          new MessageBody(
              Optional.of("text/plain;charset=utf-8"),
              "Watson, come here.".getBytes(StandardCharsets.UTF_8)),
          RECEIVED_AT,
          RECEIVED_AT.plus(Duration.ofDays(3)),
          Optional.of("sip:alice@192.0.2.1:5060"),
          Optional.empty());

  private final MessageRow row = MessageRow.of(message, KeyRing.EMPTY);

  @Benchmark
  public Object toRow() {
    return MessageRow.of(message, KeyRing.EMPTY);
  }

  @Benchmark
  public OfflineMessage fromRow() {
    return row.toMessage(KeyRing.EMPTY);
  }
}
