package org.msilo.store.jpa;

/**
 * Where the database is.
 *
 * @param url JDBC URL, or a JNDI name that begins with {@code java:}
 * @param user user name, "" for none
 * @param password password, "" for none
 * @param table name of the table of messages, and beginning of the names of the others
 */
public record DatabaseSettings(String url, String user, String password, String table) {

  @Override
  public String toString() {
    return "table " + table;
  }
}
