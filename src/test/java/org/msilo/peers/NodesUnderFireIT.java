package org.msilo.peers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.msilo.testing.FreePort;
import org.msilo.testing.PhoneBank;

/**
 * Three nodes on one PostgreSQL: sipp stores through all of them, users register at any, some at
 * two at once; every ten seconds a node is killed, and once the database is restarted. {@code
 * -Dfire.messages=N} sets how many messages there are; each user gets ten of them.
 */
@Tag("peers")
@Timeout(900)
class NodesUnderFireIT {
  private static final int MESSAGES = Integer.getInteger("fire.messages", 30_000);
  private static final int USERS = MESSAGES / 10;
  private static final int NODES = 3;

  /** How long the senders take to send all, if nothing hinders them. */
  private static final int SENDING_SECONDS = Integer.getInteger("fire.seconds", 160);

  /** Messages a second that each sipp begins. */
  private static final int RATE = Math.max(1, MESSAGES / NODES / SENDING_SECONDS);

  private static final long KILL_EVERY_SECONDS = 10;

  /** Of so many users one comes last, and his messages live but for some seconds. */
  private static final int LATECOMERS = 10;

  private static final int SHORT_LIFE = 15;
  private static final int LONG_LIFE = 3600;

  /** One of so many registers at two nodes at once. */
  private static final int AT_TWO = 3;

  /** Where sipp writes what it did not expect. */
  private static final String FAULTS = "faults.log";

  /** As long again for what was refused or fell silent, and for nodes that start anew. */
  private static final Duration PATIENCE = Duration.ofSeconds(2L * SENDING_SECONDS + 120);

  private final ScheduledExecutorService clockwork = Executors.newScheduledThreadPool(2);
  private final Random random = new Random(5);
  private final List<String> logs = new ArrayList<>();
  private final List<Process> senders = new ArrayList<>();
  private final Instant startedAt = Instant.now();
  @TempDir private Path folder;
  private NodesUnderFire nodes;
  private PhoneBank phones;

  @BeforeEach
  void start() throws IOException {
    nodes = new NodesUnderFire(folder, NODES);
    phones = new PhoneBank();
  }

  @AfterEach
  void stop() throws IOException {
    clockwork.shutdownNow();
    senders.forEach(Process::destroyForcibly);
    nodes.close();
    phones.close();
  }

  @Test
  void each_message_arrives_once_and_in_order_whatever_is_killed() throws Exception {
    long storingSeconds = MESSAGES / NODES / RATE;
    for (int node = 0; node < NODES; node++) {
      senders.add(sender(node));
    }
    registerOver(storingSeconds);
    ScheduledFuture<?> killing =
        clockwork.scheduleAtFixedRate(
            nodes::killNext, KILL_EVERY_SECONDS, KILL_EVERY_SECONDS, TimeUnit.SECONDS);
    ScheduledFuture<?> restart =
        clockwork.schedule(nodes::restartDatabase, storingSeconds / 2 + 5, TimeUnit.SECONDS);

    for (int node = 0; node < NODES; node++) {
      assertThat(Sipp.await(senders.get(node), PATIENCE)).as("%s", faults(node)).isZero();
    }
    restart.get();
    assertThat(killing.isDone()).as("a kill that failed").isFalse();
    killing.cancel(false);
    nodes.awaitReady();

    everybodyHasHisMail();
    assertThatAllIsAsPromised();
    nodes.terminate();
  }

  /** Sends a third of all through this node; each sender begins with other users. */
  private Process sender(int node) throws IOException {
    List<String> lines = new ArrayList<>(IntStream.range(0, USERS).mapToObj(this::line).toList());
    Collections.rotate(lines, node * USERS / NODES);
    Path own = Files.createDirectory(sipp(node));
    Sipp sipp = new Sipp(own);
    sipp.injects(lines);
    return sipp.calling(
        "persistent",
        nodes.ports().get(node),
        FreePort.find(),
        RATE,
        MESSAGES / NODES,
        "-key",
        "node",
        Integer.toString(node),
        // An answer that comes while its call is about to send is not to end the call.
        "-default_behaviors",
        "none",
        "-trace_err",
        "-error_file",
        own.resolve(FAULTS).toString());
  }

  private Path sipp(int node) {
    return folder.resolve("sipp" + node);
  }

  /** The answers that sipp did not expect. */
  private List<String> faults(int node) throws IOException {
    Path file = sipp(node).resolve(FAULTS);
    if (!Files.exists(file)) {
      return List.of();
    }
    return Files.readAllLines(file, UTF_8).stream()
        .filter(line -> line.contains("SIP/2.0 "))
        .toList();
  }

  private String line(int user) {
    return "user" + user + ";" + (isLate(user) ? SHORT_LIFE : LONG_LIFE) + ";";
  }

  private static boolean isLate(int user) {
    return user % LATECOMERS == 0;
  }

  private void registerOver(long seconds) {
    for (int user = 0; user < USERS; user++) {
      if (!isLate(user)) {
        String name = "user" + user;
        int times = user % AT_TWO == 0 ? 2 : 1;
        clockwork.schedule(
            () -> register(name, times),
            random.nextLong(TimeUnit.SECONDS.toMillis(seconds)),
            TimeUnit.MILLISECONDS);
      }
    }
  }

  private void register(String user, int times) {
    int node = random.nextInt(NODES);
    for (int i = 0; i < times; i++) {
      int own = node + i;
      phones.register(user, retrying(own));
    }
  }

  /** This node at first, and any if that one does not answer. */
  private IntSupplier retrying(int node) {
    List<Integer> ports = nodes.ports();
    AtomicBoolean tried = new AtomicBoolean();
    return () -> ports.get(tried.getAndSet(true) ? random.nextInt(NODES) : node % NODES);
  }

  private void everybodyHasHisMail() {
    IntStream.range(0, USERS)
        .filter(NodesUnderFireIT::isLate)
        .forEach(user -> register("user" + user, 1));
    int registrations =
        IntStream.range(0, USERS).map(u -> !isLate(u) && u % AT_TWO == 0 ? 2 : 1).sum();
    await("registrations")
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(phones.registered()).isEqualTo(registrations));
    await("empty mailboxes")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(() -> assertThat(nodes.waiting()).isZero());
  }

  private void assertThatAllIsAsPromised() throws IOException {
    for (int node = 0; node < NODES; node++) {
      logs.addAll(new Sipp(sipp(node)).logged("persistent"));
    }
    FireVerdict verdict = new FireVerdict(logs, phones.arrivals(), nodes.blows());
    long seconds = Duration.between(startedAt, Instant.now()).toSeconds();
    String report = "%s; %d kills, %d s".formatted(verdict, nodes.kills(), seconds);
    System.out.println("under fire: " + report);
    List<String> lines = new ArrayList<>(List.of(report, "blows: " + nodes.blows()));
    lines.addAll(verdict.excused);
    Files.write(Path.of("target", "under-fire.txt"), lines, UTF_8);
    assertThat(nodes.kills()).isPositive();
    assertThat(verdict.taken()).isEqualTo(MESSAGES / NODES * NODES);
    assertThat(verdict.missing).isEmpty();
    assertThat(verdict.unknown).isEmpty();
    assertThat(verdict.repeated).isEmpty();
    assertThat(verdict.disordered).isEmpty();
    assertThat(verdict.late).isEmpty();
    assertThat(verdict.expired).isPositive();
  }
}
