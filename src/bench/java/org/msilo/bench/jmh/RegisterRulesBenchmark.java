package org.msilo.bench.jmh;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.msilo.location.ContactUpdate;
import org.msilo.location.RegisterOutcome;
import org.msilo.location.RegisterRules;
import org.msilo.location.RegistrarSettings;
import org.msilo.location.Registration;
import org.msilo.message.AddressOfRecord;
import org.msilo.message.Binding;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The registrar's rules, applied to the refresh of one binding among several. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RegisterRulesBenchmark {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @Param({"0", "1", "5"})
  int bindings;

  private RegisterRules rules;
  private List<Binding> stored;

  /** Lets the phones register one after the other. */
  @Setup
  public void register() {
    rules =
        new RegisterRules(
            new RegistrarSettings(Duration.ofHours(1), Duration.ofMinutes(1), Duration.ofDays(1)));
    stored = List.of();
    for (int phone = 0; phone < bindings; phone++) {
      stored = rules.apply(registration(phone, 1), stored).bindings();
    }
  }

  @Benchmark
  public RegisterOutcome refresh() {
    return rules.apply(registration(0, 2), stored);
  }

  private static Registration registration(int phone, long cseq) {
    return new Registration(
        new AddressOfRecord("bob", "example.com"),
        "call-" + phone,
        cseq,
        false,
        List.of(
            new ContactUpdate(
                "sip:bob@192.0.2.%d:5060".formatted(phone + 1),
                "",
                1000,
                Optional.of(Duration.ofMinutes(10)),
                true)),
        List.of(),
        Optional.empty(),
        NOW);
  }
}
