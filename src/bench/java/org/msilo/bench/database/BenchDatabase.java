package org.msilo.bench.database;

import org.msilo.bench.server.CpuTime;
import org.msilo.store.jpa.DatabaseSettings;

/** A database server, or an embedded database, that the benchmark has for itself. */
public interface BenchDatabase extends AutoCloseable {
  /** What its server has cost so far; nothing if it is a part of msilo. */
  CpuTime cpu();

  /** A new and empty database, with all rights. */
  DatabaseSettings fresh();

  /** What it is, for the report: product, version, durability. */
  String description();

  @Override
  void close();
}
