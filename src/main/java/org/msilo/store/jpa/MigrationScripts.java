package org.msilo.store.jpa;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The scripts of one database product on the class path. Thread-safe. */
final class MigrationScripts {
  private static final Pattern NEW_TABLE = Pattern.compile("(?im)^create table (\\S+)");

  /** How a table is dropped by the scripts that undo. */
  static final String DROP = "drop table if exists ";

  private static final Pattern COMMENT = Pattern.compile("--[^\n]*");

  private final String folder;
  private final String product;
  private final String table;

  MigrationScripts(String folder, String product, String table) {
    this.folder = folder;
    this.product = product;
    this.table = table;
  }

  /** Folder of the scripts that lead on, on the class path. */
  String migrations() {
    return folder + "/migration/" + product;
  }

  /** Names of the tables, in lower case, that this script makes. */
  Set<String> tablesMadeBy(String script) {
    return NEW_TABLE
        .matcher(read(migrations() + "/" + script))
        .results()
        .map(match -> match.group(1).toLowerCase(Locale.ROOT))
        .collect(Collectors.toSet());
  }

  /** The statements that take back what this script did, however far it came. */
  List<String> undoing(String script) {
    String text = read(folder + "/undo/" + product + "/" + script);
    return Arrays.stream(COMMENT.matcher(text).replaceAll("").split(";"))
        .map(String::strip)
        .filter(statement -> !statement.isEmpty())
        .toList();
  }

  /** Name of the table, in lower case, that this statement drops, if that is what it does. */
  static Optional<String> droppedBy(String statement) {
    return statement.startsWith(DROP)
        ? Optional.of(
            statement.substring(DROP.length()).replaceAll("[`\"]", "").toLowerCase(Locale.ROOT))
        : Optional.empty();
  }

  private String read(String path) {
    try (InputStream script = MigrationScripts.class.getClassLoader().getResourceAsStream(path)) {
      if (script == null) {
        throw new IllegalStateException("not in the war: " + path);
      }
      String text = new String(script.readAllBytes(), StandardCharsets.UTF_8);
      return text.replaceAll(Pattern.quote("${table}"), Matcher.quoteReplacement(table));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
