package org.msilo.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.msilo.config.ConfigReader;
import org.msilo.message.MessageId;
import org.msilo.message.OfflineMessage;

/** Transfers between a foreign table and a home, as the launcher would run them. */
final class TransferScene {
  private final Path home;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  TransferScene(Path home) {
    this.home = home;
  }

  /** Imports; returns the exit status. */
  int importFrom(ForeignSilo silo, String... options) {
    return run("import", "from", silo.url(), options);
  }

  /** Exports; returns the exit status. */
  int exportTo(ForeignSilo silo, String... options) {
    return run("export", "to", silo.url(), options);
  }

  /** Runs a command with more options, names and values in turn. */
  int run(String command, String side, String url, String... options) {
    Map<String, String> all = new HashMap<>(Map.of(side, url));
    for (int i = 0; i < options.length; i += 2) {
      all.put(options[i], options[i + 1]);
    }
    out.reset();
    err.reset();
    return Transfer.run(
        command,
        all,
        List.of("--home=" + home),
        Map.of(),
        new PrintStream(out, true, UTF_8),
        new PrintStream(err, true, UTF_8));
  }

  /** The summary of the last run, blanks made one. */
  List<String> summary() {
    return out.toString(UTF_8).lines().map(line -> line.strip().replaceAll(" +", " ")).toList();
  }

  /** What the last run complained of. */
  String complaint() {
    return err.toString(UTF_8).strip();
  }

  /** The messages that wait, in order. */
  List<OfflineMessage> mail() throws Exception {
    try (OwnStore store = open()) {
      return store.mail().after(new MessageId(0), 1000);
    }
  }

  OwnStore open() throws Exception {
    return OwnStore.open(
        ConfigReader.read(List.of("--home=" + home), System.getProperties(), Map.of(), Map.of()),
        Clock.systemUTC());
  }
}
