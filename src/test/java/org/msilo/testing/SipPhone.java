package org.msilo.testing;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.msilo.testing.fault.LossyRelay;
import org.msilo.testing.wire.RequestDraft;
import org.msilo.testing.wire.SipSocket;
import org.msilo.testing.wire.SipText;
import org.msilo.testing.wire.TcpSocket;
import org.msilo.testing.wire.UdpSocket;

/**
 * A scripted SIP phone on a loopback socket: says what the play tells it, answers as told, and
 * keeps all it heard. Safe for all threads; scripts of answers run on the socket's reader.
 */
public final class SipPhone implements AutoCloseable {
  public static final Duration PATIENCE = Duration.ofSeconds(20);

  static final Duration QUIET = Duration.ofMillis(600);

  private static final String DOMAIN = "127.0.0.1";
  private static final int T1_MILLIS = 500;
  private static final int T2_MILLIS = 4000;

  private final String aor;
  private final SipSocket socket;
  private final String registrationCallId = UUID.randomUUID() + "@phone";
  private final AtomicInteger cseq = new AtomicInteger();
  private final Map<String, SentRequest> sent = new ConcurrentHashMap<>();
  private final Map<String, ReceivedRequest> received = new ConcurrentHashMap<>();
  private final List<ReceivedRequest> inOrder = new CopyOnWriteArrayList<>();
  private final List<SipText> heard = new CopyOnWriteArrayList<>();
  private final List<RuntimeException> faults = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService timers =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "phone-timers");
            thread.setDaemon(true);
            return thread;
          });
  private volatile String ownAddress = "";
  private volatile Optional<Login> login = Optional.empty();
  private volatile Consumer<ReceivedRequest> script = request -> request.answer(200);

  private SipPhone(String name, SipSocket socket) {
    this.aor = "sip:" + (name.contains("@") ? name : name + "@" + DOMAIN);
    this.socket = socket;
    socket.start(this::receive);
  }

  /** A phone of {@code name}, or of {@code name@domain}, that answers 200 until told otherwise. */
  public static SipPhone udp(String name, int serverPort) {
    return new SipPhone(name, new UdpSocket(serverPort));
  }

  /** A phone on UDP that talks to the server by way of this stretch of network. */
  public static SipPhone behind(LossyRelay relay, String name) {
    return new SipPhone(name, new UdpSocket(relay.portForPhone(), relay.portForServer()));
  }

  public static SipPhone tcp(String name, int serverPort) {
    return new SipPhone(name, new TcpSocket(serverPort));
  }

  /** A phone that is plugged in here. */
  public static SipPhone on(String name, SipSocket socket) {
    return new SipPhone(name, socket);
  }

  /** From here on it believes to be at this host and port, as a phone behind a NAT does. */
  public SipPhone believesToBeAt(String hostPort) {
    ownAddress = hostPort;
    return this;
  }

  /** From here on it answers challenges by this algorithm, SHA-256 or MD5. */
  public SipPhone knows(String user, String password, String algorithm) {
    login = Optional.of(new Login(user, password, algorithm));
    return this;
  }

  public String aor() {
    return aor;
  }

  public int port() {
    return socket.port();
  }

  /** The URI this phone is reached at. */
  public String contact() {
    String transport = socket.transport().toLowerCase(Locale.ROOT);
    String parameter = transport.equals("udp") ? "" : ";transport=" + transport;
    return "sip:" + aor.substring(4, aor.indexOf('@')) + "@" + ownAddress() + parameter;
  }

  // What the phone says.

  /** A request of this phone's with all that RFC 3261 8.1.1 demands, for the test to change. */
  public RequestDraft request(String method, String uri) {
    return new RequestDraft(method, uri)
        .with("Max-Forwards", "70")
        .with("From", "<" + aor + ">;tag=" + Long.toHexString(UUID.randomUUID().hashCode()))
        .with("To", "<" + uri + ">")
        .with("Call-ID", UUID.randomUUID() + "@phone")
        .with("CSeq", "1 " + method);
  }

  public RequestDraft message(String toAor, String text) {
    return request("MESSAGE", toAor).body("text/plain", text);
  }

  /** The next REGISTER of this phone, still without a Contact. */
  public RequestDraft registration() {
    return request("REGISTER", "sip:" + aor.substring(aor.indexOf('@') + 1))
        .set("To", "<" + aor + ">")
        .callId(registrationCallId)
        .cseq(cseq.incrementAndGet());
  }

  public SipText register() {
    return register(3600);
  }

  public SipText register(int expires) {
    return ask(registration().contact("<" + contact() + ">;expires=" + expires));
  }

  public SipText unregister() {
    return register(0);
  }

  /** Asks for the contacts bound to its address; a REGISTER without Contact changes nothing. */
  public List<String> bindings() {
    return ask(registration().callId("query-" + port())).uris("Contact");
  }

  /** Sends a text and waits for the final response. */
  public SipText send(SipPhone to, String text) {
    return ask(message(to.aor(), text));
  }

  /** Sends and waits for the final response; a challenge is answered if the password is known. */
  public SipText ask(RequestDraft draft) {
    SipText response = begin(draft).finalResponse();
    return login.isEmpty() || !Login.isChallenge(response)
        ? response
        : begin(login.get().answer(draft, response)).finalResponse();
  }

  /** Sends, and again by RFC 3261 timer E until a final response is there; does not wait. */
  public SentRequest begin(RequestDraft draft) {
    String branch = "z9hG4bK" + UUID.randomUUID();
    byte[] bytes =
        draft.bytes("SIP/2.0/%s %s;branch=%s".formatted(socket.transport(), ownAddress(), branch));
    SentRequest request = new SentRequest(SipText.parse(bytes));
    sent.put(branch + " " + draft.method(), request);
    socket.send(bytes);
    if (socket.transport().equals("UDP")) {
      retransmit(request, bytes, T1_MILLIS, 64 * T1_MILLIS);
    }
    return request;
  }

  /** Sends bytes as they are: no SIP needed. */
  public void sendBytes(byte[] bytes) {
    socket.send(bytes);
  }

  // How it answers.

  public SipPhone answers(int status) {
    return answers(request -> request.answer(status));
  }

  /** Each request gets the next status; the last one stands for all that follow. */
  public SipPhone answersInTurn(int... statuses) {
    AtomicInteger turn = new AtomicInteger();
    return answersBy(request -> statuses[Math.min(turn.getAndIncrement(), statuses.length - 1)]);
  }

  public SipPhone answersBy(ToIntFunction<SipText> status) {
    return answers(request -> request.answer(status.applyAsInt(request.request())));
  }

  /** Says nothing; a test may still answer what it finds in {@link #received()}. */
  public SipPhone staysSilent() {
    return answers(request -> {});
  }

  public SipPhone answers(Consumer<ReceivedRequest> answering) {
    script = answering;
    return this;
  }

  // What it heard.

  /** Each distinct request in the order of arrival. */
  public List<ReceivedRequest> received() {
    return List.copyOf(inOrder);
  }

  public List<ReceivedRequest> messages() {
    return inOrder.stream().filter(it -> it.request().method().equals("MESSAGE")).toList();
  }

  public List<String> texts() {
    return messages().stream().map(ReceivedRequest::text).toList();
  }

  /** Waits until there are at least so many MESSAGEs, and returns all there are. */
  public List<ReceivedRequest> awaitMessages(int count) {
    await(aor + " has " + count + " MESSAGEs")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(10))
        .until(() -> messages().size() >= count);
    return messages();
  }

  /** Waits for the only MESSAGE there should be. */
  public SipText awaitMessage() {
    List<ReceivedRequest> all = awaitMessages(1);
    if (all.size() != 1) {
      throw new AssertionError(
          "more than one MESSAGE: " + all.stream().map(ReceivedRequest::request).toList());
    }
    return all.get(0).request();
  }

  /** Gives further MESSAGEs a bounded time to come, and fails if one does or if there are fewer. */
  public void assertNoMoreMessagesThan(int count) {
    await(aor + " has " + count + " MESSAGEs and no more")
        .during(QUIET)
        .atMost(PATIENCE)
        .failFast(() -> messages().size() > count)
        .until(() -> messages().size() == count);
  }

  /** All that came in, responses and retransmissions too. */
  public List<SipText> heard() {
    return List.copyOf(heard);
  }

  /** Hangs up; what could not be read or answered fails the test here. */
  @Override
  public void close() {
    timers.shutdownNow();
    socket.close();
    if (!faults.isEmpty()) {
      throw new AssertionError(aor + " could not follow", faults.get(0));
    }
  }

  private String ownAddress() {
    return ownAddress.isEmpty() ? "127.0.0.1:" + port() : ownAddress;
  }

  private void retransmit(SentRequest request, byte[] bytes, int delayMillis, int leftMillis) {
    if (leftMillis <= 0 || timers.isShutdown()) {
      return;
    }
    timers.schedule(
        () -> {
          if (!request.isAnswered()) {
            request.countRetransmission();
            socket.send(bytes);
            retransmit(
                request, bytes, Math.min(2 * delayMillis, T2_MILLIS), leftMillis - delayMillis);
          }
        },
        delayMillis,
        TimeUnit.MILLISECONDS);
  }

  private void receive(byte[] bytes, Consumer<byte[]> wayBack) {
    if (bytes.length < 16) {
      return; // A keep-alive of RFC 5626 4.4.1.
    }
    try {
      receiveMessage(bytes, wayBack);
    } catch (RuntimeException e) {
      faults.add(e);
    }
  }

  private void receiveMessage(byte[] bytes, Consumer<byte[]> wayBack) {
    SipText message = SipText.parse(bytes);
    heard.add(message);
    if (message.isResponse()) {
      SentRequest request = sent.get(message.branch() + " " + message.cseqMethod());
      if (request != null) {
        request.receive(message);
      }
    } else if (!message.method().equals("ACK")) {
      receiveRequest(message, wayBack);
    }
  }

  private void receiveRequest(SipText message, Consumer<byte[]> wayBack) {
    String transaction = message.the("Via") + " " + message.method();
    ReceivedRequest known = received.get(transaction);
    if (known != null) {
      known.repeat();
      return;
    }
    ReceivedRequest request = new ReceivedRequest(message, wayBack);
    received.put(transaction, request);
    inOrder.add(request);
    script.accept(request);
  }
}
