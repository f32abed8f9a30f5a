package org.msilo.bench.scale;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.msilo.bench.database.BenchDatabase;
import org.msilo.bench.database.H2Files;
import org.msilo.bench.database.PostgresServer;
import org.msilo.store.jpa.DatabaseSettings;

/**
 * Measures the store as its tables grow, and expiry under load; the figures go to {@code
 * target/bench/scaling.md}. Arguments: {@code postgresql} or {@code h2}, then sizes of the table in
 * thousands of messages, and {@code expiry=1000} for the expiry of so many thousands among twice as
 * many.
 */
public final class ScaleBench {
  private static final int BATCH = 20_000;
  private static final Path REPORT = Path.of("target", "bench", "scaling.md");

  private final List<String> report = new ArrayList<>();
  private final BenchDatabase databases;

  private ScaleBench(BenchDatabase databases) {
    this.databases = databases;
  }

  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createTempDirectory("msilo-scale");
    try (BenchDatabase databases =
        arguments[0].equals("postgresql") ? PostgresServer.start(folder) : new H2Files(folder)) {
      ScaleBench bench = new ScaleBench(databases);
      bench.say("# " + databases.description() + ", " + Instant.now());
      for (String what : List.of(arguments).subList(1, arguments.length)) {
        if (what.startsWith("expiry=")) {
          bench.expiry(1000L * Long.parseLong(what.substring("expiry=".length())));
        } else {
          bench.size(1000L * Long.parseLong(what));
        }
      }
      Files.createDirectories(REPORT.getParent());
      Files.write(REPORT, bench.report);
    } finally {
      try (Stream<Path> files = Files.walk(folder)) {
        files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
      }
    }
  }

  /** What storing, delivering and expiring cost with so many messages in the table. */
  private void size(long messages) {
    DatabaseSettings settings = databases.fresh();
    try (StoreNode node = new StoreNode(settings)) {
      Prefill prefill = new Prefill(settings);
      prefill.insert(24, 1, messages);
      prefill.analyze();
      node.append(BATCH);
      node.dump(BATCH);
      say("## " + messages + " messages");
      say("storing: " + each(node.append(BATCH), BATCH));
      say("claiming, reading and removing: " + each(node.dump(BATCH), BATCH));
      prefill.insert(-1, messages + 1, BATCH);
      say("expiring, batches of 500: " + each(expire(node), BATCH));
      if (prefill.isPostgres() && messages > 0) {
        new Plans(settings).explain().forEach(this::say);
      }
    }
  }

  private static Duration expire(StoreNode node) {
    long before = System.nanoTime();
    int removed;
    do {
      removed = node.store().deleteExpired(Instant.now(), 500);
    } while (removed == 500);
    return Duration.ofNanos(System.nanoTime() - before);
  }

  /** Half of the messages expire while others are stored. */
  private void expiry(long half) {
    DatabaseSettings settings = databases.fresh();
    try (StoreNode node = new StoreNode(settings)) {
      Prefill prefill = new Prefill(settings);
      prefill.insert(24, 1, half);
      prefill.insert(-1, half + 1, half);
      prefill.analyze();
      say("## expiry of " + half + " among " + 2 * half + " messages");
      new ExpiryUnderLoad(node, half).run().forEach(this::say);
    }
  }

  private void say(String line) {
    System.out.println(line);
    report.add(line);
  }

  private static String each(Duration all, int count) {
    return "%.0f µs a message".formatted(all.toNanos() / 1e3 / count);
  }
}
