package org.msilo.bench.database;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.msilo.bench.server.CpuTime;
import org.msilo.store.jpa.DatabaseSettings;

/**
 * H2 in files, embedded in msilo's process; the benchmark looks in through the door that
 * AUTO_SERVER opens, which costs the process itself nothing.
 */
public final class H2Files implements BenchDatabase {
  /** AUTO_SERVER keeps msilo from adding its own WRITE_DELAY. */
  private static final String OPTIONS = ";AUTO_SERVER=TRUE;WRITE_DELAY=0";

  private final Path folder;
  private final AtomicInteger count = new AtomicInteger();

  public H2Files(Path folder) {
    this.folder = folder;
  }

  @Override
  public CpuTime cpu() {
    return CpuTime.NONE;
  }

  @Override
  public DatabaseSettings fresh() {
    Path file = folder.resolve("h2-" + count.incrementAndGet());
    return new DatabaseSettings("jdbc:h2:file:" + file + OPTIONS, "sa", "", "silo");
  }

  @Override
  public String description() {
    DatabaseSettings memory = new DatabaseSettings("jdbc:h2:mem:", "sa", "", "silo");
    List<String> version = new Sql(memory).column("select h2version()");
    return "H2 " + version.get(0) + ", embedded, file, each group of commits synced";
  }

  @Override
  public void close() {
    // Its files go with the folder.
  }
}
