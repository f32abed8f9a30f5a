package org.msilo.config;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * How users prove who they are, and where their secrets are.
 *
 * @param algorithms digest algorithms by their names in RFC 8760, in the order they are offered
 * @param query SQL that gives the hashes of a user; empty for msilo's own table
 */
public record Login(List<String> algorithms, Optional<Query> query) {
  private static final Set<String> KNOWN = Set.of("SHA-256", "MD5");
  private static final Pattern SEPARATOR = Pattern.compile("[,\\s]+");
  private static final Pattern SELECT = Pattern.compile("(?is)select\\s[^;]+");
  private static final int PARAMETERS = 2;

  /**
   * A query and the database it goes to.
   *
   * @param dbUrl JDBC URL, or a JNDI name
   */
  public record Query(String sql, String dbUrl, String dbUser, String dbPassword) {

    /** Keeps the password out of what a log or a debugger prints. */
    @Override
    public String toString() {
      return sql;
    }
  }

  public Login {
    algorithms = List.copyOf(algorithms);
  }

  /** With the database of the messages, unless the settings name another. */
  static Login of(SettingValues values, String dbUrl, String dbUser, String dbPassword) {
    List<String> algorithms =
        values
            .parsed(Setting.AUTH_ALGORITHMS, Login::algorithms)
            .orElseGet(() -> algorithms(Setting.AUTH_ALGORITHMS.defaultText()));
    Optional<String> sql = values.parsed(Setting.AUTH_QUERY, Login::select);
    Optional<String> otherUrl = values.parsed(Setting.AUTH_DB_URL, Login::url);
    for (Setting other :
        List.of(Setting.AUTH_DB_URL, Setting.AUTH_DB_USER, Setting.AUTH_DB_PASSWORD)) {
      if (values.isMade(other) && !values.isMade(Setting.AUTH_QUERY)) {
        values.fault(other, "means something with auth_query only");
      }
    }
    // Another database does not know the user of this one.
    String user = values.text(Setting.AUTH_DB_USER).orElse(otherUrl.isPresent() ? "" : dbUser);
    String password =
        values.text(Setting.AUTH_DB_PASSWORD).orElse(otherUrl.isPresent() ? "" : dbPassword);
    return new Login(
        algorithms, sql.map(it -> new Query(it, otherUrl.orElse(dbUrl), user, password)));
  }

  private static List<String> algorithms(String text) {
    Set<String> names = new LinkedHashSet<>();
    for (String name : SEPARATOR.split(text.toUpperCase(Locale.ROOT), -1)) {
      if (!KNOWN.contains(name) || !names.add(name)) {
        throw new IllegalArgumentException(
            "must be SHA-256 and MD5 in the order they are to be offered, or one of them");
      }
    }
    return List.copyOf(names);
  }

  /** The quotes of SQL are not understood here, so a question mark within them is refused, too. */
  private static String select(String text) {
    long parameters = text.chars().filter(c -> c == '?').count();
    if (!SELECT.matcher(text).matches() || parameters != PARAMETERS) {
      throw new IllegalArgumentException(
          "must be one select with two question marks, for name and domain: select ha1 from"
              + " subscriber where username = ? and domain = ?");
    }
    return text;
  }

  private static String url(String text) {
    if (!ConfigBuilder.DATABASE.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "must start with jdbc:h2: jdbc:postgresql: jdbc:mariadb: jdbc:mysql: or java:");
    }
    return text;
  }
}
