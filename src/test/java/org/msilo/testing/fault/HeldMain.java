package org.msilo.testing.fault;

import java.nio.file.Path;
import org.msilo.launcher.Main;

/**
 * Runs the packaged war as {@code java -jar} does, on a database that holds it at a {@link
 * HoldPoint}. The properties "held.home", "held.when" and "held.at" say where.
 */
public final class HeldMain {
  /** The {@code db_url} by which the server gets that database. */
  public static final String DB_URL = "java:comp/env/jdbc/held";

  private HeldMain() {}

  public static void main(String[] arguments) {
    FaultyDataSource database = FaultyDataSource.inHome(Path.of(System.getProperty("held.home")));
    database.inject(
        new HoldPoint(
            HoldPoint.When.valueOf(System.getProperty("held.when")),
            System.getProperty("held.at")));
    JndiNames.bind(DB_URL, database);
    Main.main(arguments);
  }
}
