package org.msilo.store.jpa;

import java.util.regex.Pattern;
import org.hibernate.SessionFactory;
import org.hibernate.boot.model.naming.Identifier;
import org.hibernate.boot.model.naming.PhysicalNamingStrategySnakeCaseImpl;
import org.hibernate.engine.jdbc.env.spi.JdbcEnvironment;

/**
 * Names the tables after the setting: {@code message} is the table itself, the others follow it.
 */
final class TableNames extends PhysicalNamingStrategySnakeCaseImpl {
  /** Property of the persistence unit with the table of messages. */
  static final String TABLE = "org.msilo.table";

  private static final Pattern IN_BRACES = Pattern.compile("\\{(\\w+)}");

  private final String table;

  TableNames(String table) {
    this.table = table;
  }

  @Override
  public Identifier toPhysicalTableName(Identifier logicalName, JdbcEnvironment environment) {
    return Identifier.toIdentifier(name(table, logicalName.getText()));
  }

  /** SQL in which the tables stand in braces, with their names in this database. */
  static String spelledOut(String sql, SessionFactory sessions) {
    String table = String.valueOf(sessions.getProperties().get(TABLE));
    return IN_BRACES.matcher(sql).replaceAll(found -> name(table, found.group(1)));
  }

  private static String name(String table, String logicalName) {
    return logicalName.equals("message") ? table : table + "_" + logicalName;
  }
}
