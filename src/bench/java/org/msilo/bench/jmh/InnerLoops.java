package org.msilo.bench.jmh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs the benchmarks of inner loops, with what they allocate. */
public final class InnerLoops {
  private InnerLoops() {}

  /**
   * Prints the results and writes them as jmh.json.
   *
   * @param folder where to
   * @param quick one short measurement, to see that they run
   */
  public static void run(Path folder, boolean quick) throws IOException, RunnerException {
    Files.createDirectories(folder);
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include("org\\.msilo\\..*Benchmark\\..*")
            .addProfiler(GCProfiler.class)
            .forks(1)
            .warmupIterations(quick ? 1 : 3)
            .measurementIterations(quick ? 1 : 5)
            .warmupTime(TimeValue.seconds(1))
            .measurementTime(TimeValue.seconds(1))
            .shouldFailOnError(true)
            .resultFormat(ResultFormatType.JSON)
            .result(folder.resolve("jmh.json").toString());
    new Runner(options.build()).run();
  }
}
