package org.msilo.bench;

/** Who is measured, and on what. */
public enum Contender {
  PEER("Kamailio, PostgreSQL", "postgresql"),
  OWN("msilo, PostgreSQL", "postgresql"),
  OWN_H2("msilo, H2", "h2");

  private final String title;
  private final String database;

  Contender(String title, String database) {
    this.title = title;
    this.database = database;
  }

  public String title() {
    return title;
  }

  String database() {
    return database;
  }

  public boolean isPeer() {
    return this == PEER;
  }
}
