package org.msilo.users;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.msilo.auth.DigestAlgorithm;
import org.msilo.auth.Subscriber;
import org.msilo.message.AddressOfRecord;
import org.msilo.transfer.ForeignDatabase;
import org.msilo.transfer.TransferException;
import org.msilo.users.ForeignSubscriber.Fault;

/**
 * The table of subscribers of SER, Kamailio or OpenSIPS: username, domain, and ha1, ha1_sha256 or
 * password in clear, whichever are there. For one reading.
 */
final class SubscriberTable {
  /** Environment variable with the password of the other database. */
  static final String PASSWORD = "MSILO_FROM_PASSWORD";

  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,62}");

  private final Map<String, String> options;

  /**
   * @param options from, from-user, from-password, table, domain, by name without dashes
   */
  SubscriberTable(Map<String, String> options) {
    this.options = options;
  }

  /** Reads each row. */
  void read(Consumer<ForeignSubscriber> reader) throws UserCommandException {
    String table = options.getOrDefault("table", "subscriber");
    if (!NAME.matcher(table).matches()) {
      throw new IllegalArgumentException("--table must be letters, digits and _");
    }
    try (ForeignDatabase source =
            ForeignDatabase.open(
                options.getOrDefault("from", ""),
                options.getOrDefault("from-user", ""),
                options.getOrDefault("from-password", System.getenv().getOrDefault(PASSWORD, "")),
                ForeignDatabase.Use.READ);
        Statement statement = source.connection().createStatement();
        ResultSet rows = statement.executeQuery("select * from " + table)) {
      Set<String> columns = columns(rows.getMetaData());
      while (rows.next()) {
        reader.accept(row(rows, columns));
      }
    } catch (TransferException e) {
      throw new UserCommandException(e.getMessage());
    } catch (SQLException e) {
      throw new UserCommandException("the table " + table + " cannot be read: " + e.getMessage());
    }
  }

  private static Set<String> columns(ResultSetMetaData about) throws SQLException {
    Set<String> columns = new HashSet<>();
    for (int i = 1; i <= about.getColumnCount(); i++) {
      columns.add(about.getColumnLabel(i).toLowerCase(Locale.ROOT));
    }
    return columns;
  }

  private ForeignSubscriber row(ResultSet row, Set<String> columns) throws SQLException {
    String name = text(row, columns, "username");
    String domain = text(row, columns, "domain");
    String realm = domain.isEmpty() ? options.getOrDefault("domain", "") : domain;
    if (name.isEmpty() || realm.isEmpty()) {
      return ForeignSubscriber.refused(name.isEmpty() ? Fault.NO_NAME : Fault.NO_DOMAIN);
    }
    // Not read as a URI: what looks like an escape in a name there is none.
    AddressOfRecord aor =
        new AddressOfRecord(name.replace("%", "%25"), AddressOfRecord.canonicalHost(realm));
    if (Users.isTooLong(aor)) {
      return ForeignSubscriber.refused(Fault.TOO_LONG);
    }
    String password = text(row, columns, "password");
    return subscriber(
        aor,
        secret(text(row, columns, "ha1"), password, DigestAlgorithm.MD5, name, realm),
        secret(text(row, columns, "ha1_sha256"), password, DigestAlgorithm.SHA_256, name, realm));
  }

  private static ForeignSubscriber subscriber(
      AddressOfRecord aor, Optional<String> md5, Optional<String> sha256) {
    try {
      return ForeignSubscriber.of(new Subscriber(aor, md5, sha256));
    } catch (IllegalArgumentException e) {
      return ForeignSubscriber.refused(Fault.NO_SECRET);
    }
  }

  private static Optional<String> secret(
      String hash, String password, DigestAlgorithm algorithm, String name, String realm) {
    if (hash.length() == algorithm.hexLength()) {
      return Optional.of(hash);
    }
    return password.isEmpty()
        ? Optional.empty()
        : Optional.of(algorithm.ha1(name, realm, password));
  }

  private static String text(ResultSet row, Set<String> columns, String name) throws SQLException {
    String text = columns.contains(name) ? row.getString(name) : null;
    return text == null ? "" : text.strip();
  }
}
