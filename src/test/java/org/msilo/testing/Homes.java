package org.msilo.testing;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Temporary homes of servers, and a look at the database in one. */
public final class Homes {
  private Homes() {}

  static Path create() {
    try {
      return Files.createTempDirectory("msilo-it-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** H2 may still be taking its lock and trace files away, so a folder can change under us. */
  static void delete(Path home) {
    await("deletion of " + home).atMost(SipPhone.PATIENCE).until(() -> deleted(home));
  }

  private static boolean deleted(Path home) throws IOException {
    try (Stream<Path> tree = Files.walk(home)) {
      List<Path> innermostFirst = tree.sorted(Comparator.reverseOrder()).toList();
      for (Path path : innermostFirst) {
        Files.deleteIfExists(path);
      }
      return true;
    } catch (DirectoryNotEmptyException | UncheckedIOException e) {
      return false;
    }
  }

  /**
   * The number of stored messages; works beside a server of this process or one that shares its
   * database, or when none runs.
   */
  public static long rows(Path home) {
    return count(home, "select count(*) from silo where mailbox like ?", "%");
  }

  /** The number of stored messages of one mailbox, {@code user@host}. */
  public static long rows(Path home, String mailbox) {
    return count(home, "select count(*) from silo where mailbox = ?", mailbox);
  }

  static void execute(Path home, String sql) {
    try (Connection connection = connect(home);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  public static List<String> query(Path home, String select) {
    try (Connection connection = connect(home);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(select)) {
      List<String> rows = new ArrayList<>();
      while (result.next()) {
        List<String> columns = new ArrayList<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          columns.add(result.getString(i));
        }
        rows.add(String.join(" ", columns));
      }
      return rows;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** H2 has a lock file only where several processes may share the database. */
  private static Connection connect(Path home) throws SQLException {
    String sharing = Files.exists(home.resolve("silo.lock.db")) ? ";AUTO_SERVER=TRUE" : "";
    return DriverManager.getConnection("jdbc:h2:file:" + home + "/silo" + sharing, "sa", "");
  }

  private static long count(Path home, String query, String mailbox) {
    try (Connection connection = connect(home);
        PreparedStatement statement = connection.prepareStatement(query)) {
      statement.setString(1, mailbox);
      try (ResultSet result = statement.executeQuery()) {
        result.next();
        return result.getLong(1);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
