package org.msilo.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.msilo.bench.database.BenchDatabase;
import org.msilo.bench.database.KamailioTables;
import org.msilo.bench.database.OwnTables;
import org.msilo.bench.database.Tables;
import org.msilo.bench.server.CpuTime;
import org.msilo.bench.server.ServerProcess;
import org.msilo.bench.server.Servers;
import org.msilo.bench.wire.OpenLoop;
import org.msilo.bench.wire.Outcome;
import org.msilo.bench.wire.Phones;
import org.msilo.bench.wire.RequestTemplate;
import org.msilo.store.jpa.DatabaseSettings;
import org.msilo.testing.FreePort;

/**
 * One contender in one run: a fresh database and one server after the other on it. Loads put
 * requests on it and add their figures. Not thread-safe.
 */
public final class Scene implements AutoCloseable {
  private static final int SHORT_BODY = 40;

  /** Longer than T2, after which an unanswered request is sent again. */
  private static final Duration PATIENCE = Duration.ofSeconds(6);

  private static final Duration REST = Duration.ofSeconds(1);

  /** A Java machine that has just started meets more with a long queue. */
  private static final int[] WARM_UP_RATES = {300, 1_000, 2_500};

  /** Until its compilers have little left to do. */
  private static final int WARM_UP_SECONDS = 20;

  private final Contender contender;
  private final int run;
  private final BenchOptions options;
  private final Figures figures;
  private final Path folder;
  private final BenchDatabase database;
  private final DatabaseSettings settings;
  private final Tables tables;
  private final List<ServerProcess> nodes = new ArrayList<>();
  private final List<Integer> ports = new ArrayList<>();
  private int trials;
  private String load = "";
  private String mark = "";

  Scene(
      Contender contender,
      int run,
      BenchOptions options,
      Figures figures,
      Path folder,
      BenchDatabase database) {
    this.contender = contender;
    this.run = run;
    this.options = options;
    this.figures = figures;
    this.folder = folder;
    this.database = database;
    this.settings = database.fresh();
    this.tables = contender.isPeer() ? KamailioTables.in(settings) : OwnTables.in(settings);
  }

  void play(Load next) throws IOException {
    load = next.name();
    next.run(this);
  }

  public Contender contender() {
    return contender;
  }

  public BenchOptions options() {
    return options;
  }

  public Figures figures() {
    return figures;
  }

  public Tables tables() {
    return tables;
  }

  /** A folder for logs. */
  public Path folder() {
    return folder;
  }

  /** The server that runs now. */
  public ServerProcess server() {
    return nodes.get(0);
  }

  /** What the server of the database has cost so far. */
  public CpuTime databaseCpu() {
    return database.cpu();
  }

  /** Adds a figure of this contender. */
  public void add(Figure figure, double value) {
    figures.add(contender, figure, value);
  }

  /** The short form's number, or the full one. */
  public int quickOr(int quick, int full) {
    return options.quick() ? quick : full;
  }

  /** Sees to it that a server runs and is warm, and that no mail is there. */
  public void ready() throws IOException {
    if (nodes.isEmpty()) {
      restart(List.of());
    } else {
      rest(REST);
      tables.empty();
    }
  }

  /**
   * Starts the contender's server anew, warms it up, and empties its tables.
   *
   * @param javaOptions more options of the Java machine
   */
  public void restart(List<String> javaOptions) throws IOException {
    stop();
    startNode(javaOptions);
    warmUp();
  }

  /** Starts so many servers on the one database; requests go to them in turn. */
  public void restartNodes(int count) throws IOException {
    stop();
    for (int i = 0; i < count; i++) {
      startNode(List.of());
    }
    warmUp();
  }

  private void startNode(List<String> javaOptions) throws IOException {
    int port = FreePort.find();
    Path home = newFolder();
    started(
        contender.isPeer()
            ? Servers.kamailio(settings, home, port)
            : Servers.msilo(options.java().with(javaOptions), settings, home, port),
        port);
  }

  private void started(ServerProcess server, int port) {
    nodes.add(server);
    ports.add(port);
  }

  /** Starts the container without a store in the contender's place. */
  public void restartWithoutStore() throws IOException {
    stop();
    int port = FreePort.find();
    started(Servers.withoutStore(options.java(), newFolder(), port), port);
    warmUp();
  }

  private Path newFolder() throws IOException {
    return Files.createTempDirectory(folder, contender.name().toLowerCase(java.util.Locale.ROOT));
  }

  private void warmUp() throws IOException {
    for (int rate : WARM_UP_RATES) {
      messages(rate, rate * quickOr(2, WARM_UP_SECONDS));
    }
    rest(REST);
    tables.empty();
  }

  /** Ends the servers that run. */
  public void stop() {
    nodes.forEach(ServerProcess::close);
    nodes.clear();
    ports.clear();
  }

  /** Sends MESSAGEs, each to a user of its own. */
  public Outcome messages(int rate, int count) throws IOException {
    return messages(rate, count, SHORT_BODY);
  }

  /** Sends MESSAGEs with bodies of so many bytes, each to a user of its own. */
  public Outcome messages(int rate, int count, int body) throws IOException {
    nextMark();
    try (OpenLoop loop = OpenLoop.to(ports)) {
      return send(
          "MESSAGE",
          loop,
          RequestTemplate.message(mark, mark + "u", count, body, loop.port(), ports.get(0)),
          rate,
          count);
    }
  }

  /** Sends REGISTERs, each of a user without mail whose phone is not there. */
  public Outcome registers(int rate, int count) throws IOException {
    nextMark();
    return registers(rate, count, Phones.absent(mark + "u"));
  }

  /** Sends a REGISTER for each of some users. */
  public Outcome registers(int rate, int users, Phones phones) throws IOException {
    nextMark();
    try (OpenLoop loop = OpenLoop.to(ports)) {
      return send(
          "REGISTER",
          loop,
          RequestTemplate.register(mark, users, phones, loop.port(), ports.get(0)),
          rate,
          users);
    }
  }

  private Outcome send(String method, OpenLoop loop, RequestTemplate template, int rate, int count)
      throws IOException {
    CpuTime before = cpu();
    Outcome outcome = loop.run(template, rate, count, PATIENCE);
    double cpuMicros = cpu().microsEachSince(before, outcome.accepted());
    figures.add(new Trial(run, contender, load, method, outcome, cpuMicros));
    System.out.printf(
        "  %-20s %-9s %-8s %s  cpu %4.0f us%n",
        contender.title(), load, method, outcome.line(), cpuMicros);
    if (!outcome.isHeld()) {
      rest(REST);
    }
    return outcome;
  }

  /** What the contender's servers have cost since they were started. */
  public CpuTime cpu() {
    return nodes.stream().map(ServerProcess::cpu).reduce(CpuTime.NONE, CpuTime::plus);
  }

  private void nextMark() {
    mark = "r%dt%d".formatted(run, ++trials);
  }

  /** How many of the messages just sent were answered 202 and are not in the table. */
  public int withoutRow(Outcome outcome) {
    BitSet missing = (BitSet) outcome.numbers().clone();
    missing.andNot(tables.stored(mark));
    return missing.cardinality();
  }

  /**
   * Adds what the last stretch of requests cost: processor time of each, and the 99th percentile.
   *
   * @param what the requests, and their rate
   */
  public void addCost(String what, Outcome outcome) {
    add(new Figure(load, what + ", CPU each", "µs"), lastCpuMicros());
    add(new Figure(load, what + ", p99", "ms"), outcome.millis(99));
  }

  /** Processor time of the last stretch of requests, microseconds each. */
  public double lastCpuMicros() {
    List<Trial> all = figures.trials();
    return all.get(all.size() - 1).cpuMicros();
  }

  /** Waits while nothing is sent. */
  public static void rest(Duration duration) {
    long until = System.nanoTime() + duration.toNanos();
    for (long left = duration.toNanos(); left > 0; left = until - System.nanoTime()) {
      LockSupport.parkNanos(Math.min(left, TimeUnit.MILLISECONDS.toNanos(100)));
    }
  }

  @Override
  public void close() {
    stop();
  }
}
