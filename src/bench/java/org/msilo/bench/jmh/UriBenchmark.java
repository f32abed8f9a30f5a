package org.msilo.bench.jmh;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.msilo.message.AddressOfRecord;
import org.msilo.message.SipUri;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Reading URIs, done several times for each request. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class UriBenchmark {
  @Param({
    "sip:bob@example.com",
    "sip:b%6fb;x=1@EXAMPLE.com:5080;transport=tcp;user=phone?Subject=lunch",
    "sip:bob@[2001:DB8::1]:5060"
  })
  String uri;

  @Benchmark
  public Optional<AddressOfRecord> addressOfRecord() {
    return AddressOfRecord.parse(uri);
  }

  @Benchmark
  public Optional<SipUri> sipUri() {
    return SipUri.parse(uri);
  }
}
