package org.msilo.launcher;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.msilo.config.ListenAddress;
import org.msilo.config.TlsFiles;

/**
 * Plays mail and registrations before the server opens its ports, so that Java has compiled what a
 * load needs. It has a container of its own on a loopback port, a database in memory, and the
 * classes that the server goes on with; nothing else of it is left.
 */
final class Rehearsal {
  private static final int USERS = 100;
  private static final int MESSAGES_EACH = 10;
  private static final int REFRESHES = 4;
  private static final int LIFE_SECONDS = 3600;

  private final Path webapp;
  private final Path folder;
  private final ApplicationClasses classes;

  /**
   * @param folder for what it needs meanwhile; it is made, and is gone afterwards
   */
  Rehearsal(Path webapp, Path folder, ApplicationClasses classes) {
    this.webapp = webapp;
    this.folder = folder;
    this.classes = classes;
  }

  /** Returns when so many messages are delivered, or says why they are not. */
  void play(int messages) throws InterruptedException {
    long began = System.nanoTime();
    System.out.println("msilo: rehearses with " + messages + " messages");
    try {
      TemporaryFolder.delete(folder);
      try {
        stage(messages);
      } finally {
        TemporaryFolder.delete(folder);
      }
      Duration took = Duration.ofNanos(System.nanoTime() - began);
      System.out.println("msilo: rehearsed for " + took.toSeconds() + " s");
    } catch (IOException | StartException | TimeoutException e) {
      // The server can do without.
      System.err.println("msilo: the rehearsal broke off: " + e.getMessage());
    }
  }

  private void stage(int messages)
      throws IOException, StartException, InterruptedException, TimeoutException {
    int port = FreePort.find();
    EmbeddedContainer container = container(port);
    container.start();
    try {
      perform(port, messages);
    } finally {
      container.drain();
      container.close();
    }
  }

  private static void perform(int port, int messages)
      throws IOException, InterruptedException, TimeoutException {
    try (RehearsalPhones phones = new RehearsalPhones(port)) {
      for (int scene = 0; scene * USERS * MESSAGES_EACH < messages; scene++) {
        for (int i = 0; i < USERS * MESSAGES_EACH; i++) {
          phones.message(user(scene, i % USERS));
        }
        phones.awaitAnswers();
        registerAll(phones, scene, 1, LIFE_SECONDS);
        phones.awaitDeliveries(USERS * MESSAGES_EACH);
        for (int cseq = 2; cseq <= 1 + REFRESHES; cseq++) {
          registerAll(phones, scene, cseq, LIFE_SECONDS);
        }
        registerAll(phones, scene, 2 + REFRESHES, 0);
      }
    }
  }

  private static void registerAll(RehearsalPhones phones, int scene, int cseq, int expires)
      throws IOException, InterruptedException, TimeoutException {
    for (int i = 0; i < USERS; i++) {
      phones.register(user(scene, i), cseq, expires);
    }
    phones.awaitAnswers();
  }

  private static String user(int scene, int number) {
    return "user" + (scene * USERS + number);
  }

  private EmbeddedContainer container(int port) {
    return new EmbeddedContainer(
        new ContainerSettings(
            webapp,
            folder.resolve("work"),
            List.of(new ListenAddress("udp", "127.0.0.1", port)),
            TlsFiles.NONE,
            Optional.empty(),
            Map.of(Server.COMMAND_LINE, arguments(port)),
            false,
            Optional.of(classes)));
  }

  /** All that matters, whatever the other places of settings say. */
  private List<String> arguments(int port) {
    return List.of(
        "--home=" + folder.resolve("home"),
        "--db_url=jdbc:h2:mem:rehearsal",
        "--db_user=sa",
        "--db_password=",
        "--db_table=silo",
        "--node_address=none",
        "--registrar=none",
        "--next_hop=none",
        "--registrar_hop=none",
        "--location=own",
        "--delivery=first",
        "--mode=0",
        "--domains=127.0.0.1",
        "--relay=none",
        "--third_party_from=none",
        "--min_expires=60",
        "--default_expires=" + LIFE_SECONDS,
        "--max_expires=" + LIFE_SECONDS,
        "--expire_time=" + LIFE_SECONDS,
        "--encryption_key_file=none",
        "--max_messages=0",
        "--max_bytes=0",
        "--sender_rate=0",
        "--source_rate=0",
        "--tls_certificate=none",
        "--tls_client_ca=none",
        "--auth=off",
        "--auth_query=none",
        "--listen=udp:127.0.0.1:" + port,
        "--http=off",
        "--rehearsal=0");
  }
}
