package org.msilo.bench.wire;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends requests over UDP at a given rate, whatever becomes of them: one thread sends by the clock,
 * one reads answers. For one run.
 */
public final class OpenLoop implements AutoCloseable {
  private static final int BUFFER_BYTES = 4 << 20;
  private static final int LARGEST_DATAGRAM = 65_535;

  /** Shorter sleeps than this cost more CPU than they give evenness. */
  private static final long NAP_NANOS = 100_000;

  private final DatagramChannel channel;
  private final InetSocketAddress[] servers;

  /** Opens a socket towards the servers on these loopback ports, which get requests in turn. */
  public static OpenLoop to(List<Integer> ports) throws IOException {
    return new OpenLoop(ports);
  }

  private OpenLoop(List<Integer> ports) throws IOException {
    servers =
        ports.stream()
            .map(port -> new InetSocketAddress("127.0.0.1", port))
            .toArray(InetSocketAddress[]::new);
    channel = DatagramChannel.open();
    channel.setOption(StandardSocketOptions.SO_RCVBUF, BUFFER_BYTES);
    channel.setOption(StandardSocketOptions.SO_SNDBUF, BUFFER_BYTES);
    channel.bind(new InetSocketAddress("127.0.0.1", 0));
  }

  /** The local port, for the Via of requests. */
  public int port() throws IOException {
    return ((InetSocketAddress) channel.getLocalAddress()).getPort();
  }

  /**
   * Sends that many requests at that rate, and waits until all are answered or no answer came for
   * as long as patience says.
   */
  public Outcome run(RequestTemplate template, int rate, int count, Duration patience)
      throws IOException {
    Answers answers = new Answers(count, rate, System.nanoTime());
    Thread reader = new Thread(() -> read(template, answers), "bench-answers");
    reader.setDaemon(true);
    reader.start();
    Sending sending = new Sending(template, answers, count);
    sending.sendAll();
    sending.waitFor(patience);
    channel.close();
    join(reader);
    return answers.outcome(rate, sending.retransmitted, sending.lateNanos);
  }

  private void read(RequestTemplate template, Answers answers) {
    ByteBuffer answer = ByteBuffer.allocateDirect(LARGEST_DATAGRAM);
    while (channel.isOpen()) {
      try {
        answer.clear();
        channel.receive(answer);
        answer.flip();
        answers.received(template.numberOf(answer), answer, System.nanoTime());
      } catch (IOException e) {
        return; // closed: the run is over
      }
    }
  }

  private static void join(Thread reader) {
    try {
      reader.join(TimeUnit.SECONDS.toMillis(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  /** The state of the thread that sends. */
  private final class Sending {
    private final RequestTemplate template;
    private final Answers answers;
    private final int count;
    private final byte[] bytes;
    private final ByteBuffer datagram;
    private final Retransmissions retransmissions;
    private int retransmitted;
    private long lateNanos;

    Sending(RequestTemplate template, Answers answers, int count) {
      this.template = template;
      this.answers = answers;
      this.count = count;
      this.bytes = template.copy();
      this.datagram = ByteBuffer.allocateDirect(bytes.length);
      this.retransmissions = new Retransmissions(count, answers::has);
    }

    void sendAll() throws IOException {
      int next = 0;
      while (next < count) {
        long now = System.nanoTime();
        long early = answers.intendedAt(next) - now;
        if (early <= 0) {
          lateNanos = Math.max(lateNanos, -early);
          send(next);
          retransmissions.sent(next++, now);
        } else {
          retransmit(now);
          LockSupport.parkNanos(Math.max(early, NAP_NANOS));
        }
      }
    }

    void waitFor(Duration patience) throws IOException {
      long since = System.nanoTime();
      while (!answers.isComplete()) {
        long now = System.nanoTime();
        if (now - Math.max(since, answers.lastAt()) > patience.toNanos()) {
          return;
        }
        retransmit(now);
        LockSupport.parkNanos(10 * NAP_NANOS);
      }
    }

    private void retransmit(long now) throws IOException {
      for (int again = retransmissions.due(now); again >= 0; again = retransmissions.due(now)) {
        send(again);
        retransmitted++;
      }
    }

    private void send(int number) throws IOException {
      template.number(bytes, number);
      datagram.clear();
      datagram.put(bytes);
      datagram.flip();
      channel.send(datagram, servers[number % servers.length]);
    }
  }
}
