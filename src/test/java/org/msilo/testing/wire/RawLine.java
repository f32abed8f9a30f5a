package org.msilo.testing.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import javax.net.ssl.SSLContext;

/**
 * A connection to the server from an address of its own, on which a test says what it likes, whole
 * messages or not; on a WebSocket in frames of text. Not thread-safe.
 */
public final class RawLine implements AutoCloseable {
  private static final String LOOPBACK = "127.0.0.1";
  private static final int PATIENCE_MILLIS = 30_000;
  private static final int MOMENT_MILLIS = 200;
  private static final int FINAL_TEXT_FRAME = 0x81;
  private static final int MASKED = 0x80;
  private static final int TWO_BYTES_OF_LENGTH = 126;

  private final Transport transport;
  private final Socket plain;
  private Socket socket;

  /** What a connection can be of. */
  public enum Transport {
    TCP,
    TLS,
    WS,
    WSS;

    public boolean isSecure() {
      return this == TLS || this == WSS;
    }

    public boolean isWebSocket() {
      return this == WS || this == WSS;
    }
  }

  private RawLine(Transport transport, int serverPort, String from) throws IOException {
    this.transport = transport;
    this.plain =
        new Socket(InetAddress.getByName(LOOPBACK), serverPort, InetAddress.getByName(from), 0);
    this.plain.setSoTimeout(PATIENCE_MILLIS);
    this.socket = plain;
  }

  /** Only connected: neither TLS nor WebSocket has begun. */
  public static RawLine connected(Transport transport, int serverPort, String from)
      throws IOException {
    return new RawLine(transport, serverPort, from);
  }

  /** Ready for messages; over TLS the server must have a certificate that this context trusts. */
  public static RawLine ready(Transport transport, int serverPort, String from, SSLContext tls)
      throws IOException {
    RawLine line = new RawLine(transport, serverPort, from);
    if (transport.isSecure()) {
      line.socket = tls.getSocketFactory().createSocket(line.plain, LOOPBACK, serverPort, true);
    }
    if (transport.isWebSocket()) {
      line.upgrade();
    }
    return line;
  }

  private void upgrade() throws IOException {
    write(
        ("GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                + "Sec-WebSocket-Protocol: sip\r\nSec-WebSocket-Version: 13\r\n\r\n")
            .getBytes(ISO_8859_1));
    readUntil("\r\n\r\n");
  }

  /** Sends this, on a WebSocket as one frame. */
  public void send(String text) throws IOException {
    byte[] bytes = text.getBytes(ISO_8859_1);
    write(transport.isWebSocket() ? frame(bytes) : bytes);
  }

  /** With a mask of zeros, as clients must have one (RFC 6455 5.3). */
  private static byte[] frame(byte[] text) {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.write(FINAL_TEXT_FRAME);
    if (text.length < TWO_BYTES_OF_LENGTH) {
      frame.write(MASKED | text.length);
    } else {
      frame.write(MASKED | TWO_BYTES_OF_LENGTH);
      frame.write(text.length >> Byte.SIZE);
      frame.write(text.length);
    }
    frame.writeBytes(new byte[4]);
    frame.writeBytes(text);
    return frame.toByteArray();
  }

  private void write(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
  }

  /** What comes until these words have come; fails if the connection ends before. */
  public String readUntil(String words) throws IOException {
    StringBuilder text = new StringBuilder();
    while (text.indexOf(words) < 0) {
      int next = socket.getInputStream().read();
      if (next < 0) {
        throw new IOException("the connection ended after: " + text);
      }
      text.append((char) next);
    }
    return text.toString();
  }

  /** Whether the server ends the connection before patience does. */
  public boolean ends() {
    return endsWithin(PATIENCE_MILLIS);
  }

  /** Whether the server ends it in a moment. */
  public boolean endsNow() {
    return endsWithin(MOMENT_MILLIS);
  }

  private boolean endsWithin(int millis) {
    try {
      plain.setSoTimeout(millis);
      InputStream in = socket.getInputStream();
      while (in.read() >= 0) {
        // What is said before the end does not matter.
      }
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  /** Without a word of TLS or WebSocket. */
  @Override
  public void close() throws IOException {
    plain.close();
  }
}
