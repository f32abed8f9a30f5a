package org.msilo.store.jpa;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The URL of a database with the options this program relies on; what the operator's URL says
 * already stays as it is.
 *
 * @param driver class of the driver in the war; named, since one that the JDK found for one
 *     deployment is not there for the next
 * @param text the URL for the driver; may hold secrets
 */
record DatabaseUrl(String driver, String text) {
  private static final String H2 = "jdbc:h2:";
  private static final String POSTGRESQL = "jdbc:postgresql:";
  private static final String MARIADB = "jdbc:mariadb:";
  private static final String MYSQL = "jdbc:mysql:";

  /**
   * A commit is written at once; the database closes with its last connection, not before; small
   * pages, since each commit writes anew every page it touched, and keys come from all over.
   */
  private static final Map<String, String> H2_OPTIONS =
      Map.of("WRITE_DELAY", "0", "DB_CLOSE_ON_EXIT", "FALSE", "PAGE_SIZE", "4096");

  /** Batches go as one statement; a server that is silent is given up. Times in seconds. */
  private static final Map<String, String> POSTGRESQL_OPTIONS =
      ordered(
          "reWriteBatchedInserts", "true",
          "connectTimeout", "5",
          "loginTimeout", "5",
          "socketTimeout", "60",
          "tcpKeepAlive", "true",
          // Else a row that is refused ends up in the log, with the text of the message.
          "logServerErrorDetail", "false");

  /**
   * The same; times in milliseconds. MariaDB takes a batch in its bulk protocol, MySQL, which has
   * none, as one statement with many rows.
   */
  private static final Map<String, String> MARIADB_OPTIONS =
      ordered(
          "useBulkStmtsForInserts", "true",
          "rewriteBatchedStatements", "true",
          "connectTimeout", "5000",
          "socketTimeout", "60000");

  /**
   * @throws DatabaseUnavailableException if there is no driver for it
   */
  static DatabaseUrl of(String url) {
    if (url.startsWith(H2)) {
      return new DatabaseUrl("org.h2.Driver", ofH2(url));
    }
    if (url.startsWith(POSTGRESQL)) {
      return new DatabaseUrl("org.postgresql.Driver", withOptions(url, POSTGRESQL_OPTIONS));
    }
    if (url.startsWith(MARIADB)) {
      return new DatabaseUrl("org.mariadb.jdbc.Driver", withOptions(url, MARIADB_OPTIONS));
    }
    if (url.startsWith(MYSQL)) {
      // MariaDB's driver speaks to MySQL, too, but wants to be asked by its own name.
      return of(MARIADB + url.substring(MYSQL.length()));
    }
    throw new DatabaseUnavailableException(
        "there is no driver for this database in the war: set db_url to one that begins with "
            + String.join(" or ", List.of(H2, POSTGRESQL, MARIADB, MYSQL)),
        null);
  }

  /**
   * What each new connection is told first, if anything. PostgreSQL: to commit to the disk, even
   * where server, database or user are set not to; any stronger setting stays. And to go by the
   * indexes, which all statements have: it would rather read a whole table of some ten thousand
   * rows for each group of requests, and takes one that has just been filled for small.
   */
  Optional<String> greeting() {
    return driver.equals("org.postgresql.Driver")
        ? Optional.of(
            "select set_config('enable_seqscan', 'off', false), set_config('jit', 'off', false);"
                + "select set_config('synchronous_commit', 'on', false)"
                + " where current_setting('synchronous_commit') = 'off'")
        : Optional.empty();
  }

  @Override
  public String toString() {
    return driver;
  }

  private static String ofH2(String url) {
    String options = url.toUpperCase(Locale.ROOT);
    if (options.startsWith("JDBC:H2:TCP:")) {
      return url;
    }
    StringBuilder durable = new StringBuilder(url);
    H2_OPTIONS.forEach(
        (option, value) -> {
          // A database that others may join closes by H2's own rules.
          boolean fits =
              !(option.equals("DB_CLOSE_ON_EXIT") && options.contains("AUTO_SERVER=TRUE"));
          if (fits && !options.contains(";" + option + "=")) {
            durable.append(';').append(option).append('=').append(value);
          }
        });
    return durable.toString();
  }

  private static String withOptions(String url, Map<String, String> options) {
    String lowerCase = url.toLowerCase(Locale.ROOT);
    StringBuilder complete = new StringBuilder(url);
    options.forEach(
        (option, value) -> {
          String name = option.toLowerCase(Locale.ROOT) + "=";
          if (!lowerCase.contains("?" + name) && !lowerCase.contains("&" + name)) {
            complete.append(complete.indexOf("?") < 0 ? '?' : '&');
            complete.append(option).append('=').append(value);
          }
        });
    return complete.toString();
  }

  private static Map<String, String> ordered(String... namesAndValues) {
    Map<String, String> options = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      options.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return options;
  }
}
