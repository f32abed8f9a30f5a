package org.msilo.compose;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.msilo.testing.ReceivedRequest;
import org.msilo.testing.SipPhone;
import org.msilo.testing.wire.SipText;

/**
 * The registrar behind msilo: answers as the play tells it for each user, else 404. Thread-safe.
 */
final class ScriptedRegistrar implements AutoCloseable {
  private static final int NEVER_CALLS = 9;

  private final SipPhone socket = SipPhone.udp("registrar", NEVER_CALLS);
  private final Map<String, Consumer<ReceivedRequest>> scripts = new ConcurrentHashMap<>();

  ScriptedRegistrar() {
    socket.answers(
        request ->
            scripts
                .getOrDefault(
                    key(request.request().method(), aor(request)), other -> other.answer(404))
                .accept(request));
  }

  /** What a server is told to find it. */
  String setting() {
    return "registrar_hop=" + uri();
  }

  /** Where it is reached, a SIP URI without a user. */
  String uri() {
    return "sip:" + hostPort();
  }

  String hostPort() {
    return "127.0.0.1:" + socket.port();
  }

  /** From now on requests of this method for this user are answered so. */
  void on(String method, SipPhone user, Consumer<ReceivedRequest> script) {
    scripts.put(key(method, user.aor()), script);
  }

  void answers(String method, SipPhone user, int status) {
    on(method, user, request -> request.answer(status));
  }

  /** Answers a REGISTER of this user 200 with these Contact values. */
  void lists(SipPhone user, String... contacts) {
    String[] lines = List.of(contacts).stream().map(c -> "Contact: " + c).toArray(String[]::new);
    on("REGISTER", user, request -> request.answer(200, lines));
  }

  /** What came for this user, once however often it was sent. */
  List<SipText> received(String method, SipPhone user) {
    return socket.received().stream()
        .filter(request -> request.request().method().equals(method))
        .filter(request -> aor(request).equals(user.aor()))
        .map(ReceivedRequest::request)
        .toList();
  }

  @Override
  public void close() {
    socket.close();
  }

  private static String aor(ReceivedRequest request) {
    return SipText.uri(request.request().the("To"));
  }

  private static String key(String method, String aor) {
    return method + " " + aor;
  }
}
