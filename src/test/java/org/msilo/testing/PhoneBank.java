package org.msilo.testing;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.msilo.testing.wire.RequestDraft;
import org.msilo.testing.wire.SipText;
import org.msilo.testing.wire.UdpSocket;

/**
 * The phones of thousands of users behind one UDP socket. They register until a server takes it,
 * answer each MESSAGE 200, and keep what arrived in its order. Safe for all threads.
 */
public final class PhoneBank implements AutoCloseable {
  private static final long PATIENCE_MILLIS = 3000;

  private final UdpSocket socket = new UdpSocket(0);
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final Map<String, Attempt> open = new ConcurrentHashMap<>();
  private final Map<String, ReceivedRequest> received = new ConcurrentHashMap<>();
  private final LinkedBlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
  private final List<RuntimeException> faults = new CopyOnWriteArrayList<>();
  private final AtomicInteger registered = new AtomicInteger();

  public PhoneBank() {
    socket.start(this::receive);
  }

  /**
   * A MESSAGE that came, once however often it was transmitted.
   *
   * @param user whose phone it came to
   * @param text its body
   * @param at when
   */
  public record Arrival(String user, String text, Instant at) {}

  /**
   * Registers a user; a server that says nothing, or anything but 200, is followed by another try.
   *
   * @param ports tells the server's port for each try
   */
  public void register(String user, IntSupplier ports) {
    String branch = "z9hG4bK" + UUID.randomUUID();
    String aor = "<sip:" + user + "@127.0.0.1>";
    byte[] request =
        new RequestDraft("REGISTER", "sip:127.0.0.1")
            .with("Max-Forwards", "70")
            .with("From", aor + ";tag=" + branch.hashCode())
            .with("To", aor)
            .with("Call-ID", UUID.randomUUID() + "@bank")
            .with("CSeq", "1 REGISTER")
            .contact("<sip:" + user + "@127.0.0.1:" + socket.port() + ">;expires=3600")
            .bytes("SIP/2.0/UDP 127.0.0.1:" + socket.port() + ";branch=" + branch);
    open.put(branch, new Attempt(user, ports));
    socket.sendTo(ports.getAsInt(), request);
    timer.schedule(() -> tryAgain(branch), PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** How many registrations servers took. */
  public int registered() {
    return registered.get();
  }

  public int arrived() {
    return arrivals.size();
  }

  /** What came, in order. */
  public List<Arrival> arrivals() {
    return List.copyOf(arrivals);
  }

  /** Hangs up; what could not be read or answered fails the test here. */
  @Override
  public void close() {
    timer.shutdownNow();
    socket.close();
    if (!faults.isEmpty()) {
      throw new AssertionError("the phones could not follow", faults.get(0));
    }
  }

  private void tryAgain(String branch) {
    Attempt attempt = open.remove(branch);
    if (attempt != null) {
      register(attempt.user(), attempt.ports());
    }
  }

  private void receive(byte[] bytes, Consumer<byte[]> wayBack) {
    try {
      SipText message = SipText.parse(bytes);
      if (!message.isResponse()) {
        receiveRequest(message, wayBack);
      } else if (message.status() == 200 && open.remove(message.branch()) != null) {
        registered.incrementAndGet();
      }
    } catch (RuntimeException e) {
      faults.add(e);
    }
  }

  private void receiveRequest(SipText message, Consumer<byte[]> wayBack) {
    ReceivedRequest fresh = new ReceivedRequest(message, wayBack);
    ReceivedRequest known = received.putIfAbsent(message.the("Via"), fresh);
    if (known != null) {
      known.repeat();
      return;
    }
    String uri = message.requestUri();
    String user = uri.substring("sip:".length(), uri.indexOf('@'));
    arrivals.add(new Arrival(user, message.text(), Instant.now()));
    fresh.answer(200);
  }

  private record Attempt(String user, IntSupplier ports) {}
}
