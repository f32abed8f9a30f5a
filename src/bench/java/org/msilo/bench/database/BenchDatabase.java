package org.msilo.bench.database;

import org.msilo.store.jpa.DatabaseSettings;

/** A database server, or an embedded database, that the benchmark has for itself. */
public interface BenchDatabase extends AutoCloseable {
  /** A new and empty database, with all rights. */
  DatabaseSettings fresh();

  /** What it is, for the report: product, version, durability. */
  String description();

  @Override
  void close();
}
