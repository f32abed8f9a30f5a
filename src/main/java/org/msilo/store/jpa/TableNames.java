package org.msilo.store.jpa;

import org.hibernate.boot.model.naming.Identifier;
import org.hibernate.boot.model.naming.PhysicalNamingStrategySnakeCaseImpl;
import org.hibernate.engine.jdbc.env.spi.JdbcEnvironment;

/**
 * Names the tables after the setting: {@code message} is the table itself, the others follow it.
 */
final class TableNames extends PhysicalNamingStrategySnakeCaseImpl {
  private final String table;

  TableNames(String table) {
    this.table = table;
  }

  @Override
  public Identifier toPhysicalTableName(Identifier logicalName, JdbcEnvironment environment) {
    String name = logicalName.getText();
    return Identifier.toIdentifier(name.equals("message") ? table : table + "_" + name);
  }
}
