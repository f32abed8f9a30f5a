package org.msilo.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.msilo.bench.database.BenchDatabase;
import org.msilo.bench.database.H2Files;
import org.msilo.bench.database.PostgresServer;
import org.msilo.bench.jmh.InnerLoops;
import org.msilo.bench.report.Conditions;
import org.msilo.bench.report.Report;
import org.msilo.bench.server.Servers;

/**
 * The benchmark: every load on every contender, as often as asked, in one process. Settings are the
 * system properties in {@link BenchOptions}; results go to target/bench.
 */
public final class Bench {
  private static final Path RESULTS = Path.of("target", "bench");

  private final BenchOptions options;
  private final List<Load> loads;
  private final Path folder;
  private final Figures figures = new Figures();
  private final Map<String, BenchDatabase> databases = new LinkedHashMap<>();

  private Bench(BenchOptions options, Path folder) {
    this.options = options;
    this.loads = Loads.named(options.loads());
    this.folder = folder;
  }

  /** Runs what the system properties ask for; ends with status 0 if all of it was measured. */
  public static void main(String[] arguments) throws Exception {
    if (Boolean.getBoolean("bench.jmh")) {
      InnerLoops.run(RESULTS, Boolean.getBoolean("bench.quick"));
      return;
    }
    // PostgreSQL runs as a user of its own where this runs as root, and has to get through.
    Path folder =
        Files.createTempDirectory(
            "msilo-bench",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
    new Bench(BenchOptions.fromSystemProperties(), folder).run();
  }

  private void run() throws IOException {
    try {
      for (String name : options.databases()) {
        databases.put(name, start(name));
      }
      Report report = new Report(RESULTS, figures, conditions());
      for (int run = 1; run <= options.runs(); run++) {
        for (Contender contender : contenders()) {
          System.out.printf("== run %d of %d: %s%n", run, options.runs(), contender.title());
          play(contender, run);
          report.write();
        }
      }
      System.out.println("\n" + report.screen() + "\nwritten to " + RESULTS.toAbsolutePath());
    } finally {
      databases.values().forEach(BenchDatabase::close);
    }
  }

  private void play(Contender contender, int run) throws IOException {
    BenchDatabase database = databases.get(contender.database());
    try (Scene scene = new Scene(contender, run, options, figures, folder, database)) {
      for (Load load : loads) {
        if (load.concerns(contender) && (run == 1 || !load.isOnce())) {
          scene.play(load);
        }
      }
    }
  }

  private List<Contender> contenders() {
    return Stream.of(Contender.values())
        .filter(contender -> databases.containsKey(contender.database()))
        .filter(contender -> !contender.isPeer() || Servers.hasKamailio())
        .toList();
  }

  private Conditions conditions() {
    String kamailio =
        Servers.hasKamailio()
            ? "with its msilo on PostgreSQL, bindings in memory only"
            : "not installed (Debian: kamailio, kamailio-postgres-modules), so nothing to compare";
    System.out.println("Kamailio: " + kamailio);
    return new Conditions(
        Clock.systemUTC().instant(),
        options,
        databases.values().stream().map(BenchDatabase::description).toList(),
        kamailio);
  }

  private BenchDatabase start(String name) throws IOException {
    return switch (name) {
      case "postgresql" -> PostgresServer.start(folder.resolve("postgresql"));
      case "h2" -> new H2Files(folder);
      default -> throw new IllegalArgumentException("databases are postgresql, h2: " + name);
    };
  }

  /** Processes that are being ended at the same time may still write. */
  private static void delete(Path folder) {
    for (int attempt = 0; attempt < 20 && Files.exists(folder); attempt++) {
      try (Stream<Path> tree = Files.walk(folder)) {
        tree.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
      } catch (IOException | UncheckedIOException e) {
        // Something went while the tree was walked: so it shall.
      }
      Scene.rest(Duration.ofMillis(250));
    }
  }
}
