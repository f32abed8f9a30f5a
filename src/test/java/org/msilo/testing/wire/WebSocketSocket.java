package org.msilo.testing.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import javax.net.ssl.SSLContext;

/**
 * A WebSocket to the server, with TLS or without, with the subprotocol sip (RFC 7118), as a browser
 * has it; opened by the first message, and anew by the first one after it was hung up.
 */
public final class WebSocketSocket implements SipSocket {
  private static final int NO_PORT = 9;

  private final HttpClient client;
  private final String transport;
  private final URI server;
  private volatile Receiver receiver;
  private WebSocket connection;
  private CompletableFuture<?> sent = CompletableFuture.completedFuture(null);

  public WebSocketSocket(int serverPort) {
    this(HttpClient.newHttpClient(), "ws", serverPort);
  }

  /** With TLS, to a server whose certificate for 127.0.0.1 this context trusts. */
  public WebSocketSocket(int serverPort, SSLContext tls) {
    this(HttpClient.newBuilder().sslContext(tls).build(), "wss", serverPort);
  }

  private WebSocketSocket(HttpClient client, String scheme, int serverPort) {
    this.client = client;
    transport = scheme.toUpperCase(Locale.ROOT);
    server = URI.create(scheme + "://127.0.0.1:" + serverPort);
  }

  @Override
  public String transport() {
    return transport;
  }

  /** A browser does not know its port. */
  @Override
  public int port() {
    return NO_PORT;
  }

  @Override
  public synchronized void send(byte[] message) {
    if (connection == null) {
      connection =
          client.newWebSocketBuilder().subprotocols("sip").buildAsync(server, new Reader()).join();
    }
    WebSocket to = connection;
    sent = sent.thenCompose(done -> to.sendText(new String(message, UTF_8), true));
  }

  @Override
  public void start(Receiver newReceiver) {
    receiver = newReceiver;
  }

  /** Ends the connection without a word; the next message opens another one. */
  public synchronized void hangUp() {
    if (connection != null) {
      connection.abort();
      connection = null;
    }
  }

  @Override
  public void close() {
    hangUp();
  }

  private final class Reader implements WebSocket.Listener {
    private final StringBuilder message = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      message.append(data);
      if (last) {
        byte[] whole = message.toString().getBytes(UTF_8);
        message.setLength(0);
        receiver.receive(whole, WebSocketSocket.this::send);
      }
      socket.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket socket, java.nio.ByteBuffer data, boolean last) {
      message.append(UTF_8.decode(data));
      return onText(socket, "", last);
    }
  }
}
