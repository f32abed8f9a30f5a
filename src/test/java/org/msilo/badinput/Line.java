package org.msilo.badinput;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A bare socket to the server, which hears whatever comes back; for one thread. */
abstract class Line implements AutoCloseable {
  /** Longer than an answer takes on a busy machine. */
  static final int PATIENCE_MILLIS = 3000;

  /** A status line, wherever it stands at the beginning of a line. */
  private static final Pattern STATUS = Pattern.compile("(?m)^SIP/2\\.0 (\\d{3})[^\\r\\n]*");

  private static final Pattern CALL_ID =
      Pattern.compile("(?im)^(?:call-id|i)[ \\t]*:[ \\t]*([^\\r\\n]*)");

  final int server;

  Line(int server) {
    this.server = server;
  }

  static Line open(String transport, int server) throws IOException {
    return transport.equals("UDP") ? new Datagrams(server) : new Stream(server);
  }

  abstract int port();

  /** Returns false when the other side has hung up. */
  abstract boolean send(byte[] bytes) throws IOException;

  /** What comes in this time, as many messages as there are; "" for nothing. */
  abstract String hear(int millis) throws IOException;

  abstract boolean isHungUp();

  /** Waits for a final response to the request with this Call-ID, and returns all that came. */
  List<Answer> answersUntil(String callId) throws IOException {
    return answersUntil(callId, PATIENCE_MILLIS);
  }

  /** The same, for as long as is said. */
  List<Answer> answersUntil(String callId, int patienceMillis) throws IOException {
    List<Answer> answers = new ArrayList<>();
    long end = System.nanoTime() + patienceMillis * 1_000_000L;
    while (System.nanoTime() < end && answers.stream().noneMatch(it -> it.callId.equals(callId))) {
      if (isHungUp()) {
        return answers;
      }
      answers.addAll(Answer.in(hear(100)));
    }
    return answers;
  }

  @Override
  public abstract void close() throws IOException;

  /** A response: its status line, the Call-ID it has, and the text it is a part of. */
  record Answer(int status, String statusLine, String callId, String text) {
    static List<Answer> in(String heard) {
      List<Answer> answers = new ArrayList<>();
      Matcher status = STATUS.matcher(heard);
      int from = 0;
      while (status.find(from)) {
        // A 400 of the stack has the bad request as its body, which is no answer.
        int next = status.end();
        Matcher callId = CALL_ID.matcher(heard).region(next, heard.length());
        String id = callId.find() ? callId.group(1).strip() : "";
        int end = heard.indexOf("\r\n\r\n", next);
        String text = heard.substring(status.start(), end < 0 ? heard.length() : end);
        answers.add(new Answer(Integer.parseInt(status.group(1)), status.group(), id, text));
        from = end < 0 ? heard.length() : end;
      }
      return answers.stream().filter(it -> it.status >= 200).toList();
    }
  }

  private static final class Datagrams extends Line {
    private final DatagramSocket socket;
    private final byte[] buffer = new byte[1 << 16];

    Datagrams(int server) throws IOException {
      super(server);
      socket = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"));
    }

    @Override
    int port() {
      return socket.getLocalPort();
    }

    @Override
    boolean send(byte[] bytes) throws IOException {
      socket.send(
          new DatagramPacket(bytes, bytes.length, new InetSocketAddress("127.0.0.1", server)));
      return true;
    }

    @Override
    String hear(int millis) throws IOException {
      socket.setSoTimeout(millis);
      DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
      try {
        socket.receive(packet);
        return new String(buffer, 0, packet.getLength(), ISO_8859_1);
      } catch (SocketTimeoutException e) {
        return "";
      }
    }

    @Override
    boolean isHungUp() {
      return false;
    }

    @Override
    public void close() {
      socket.close();
    }
  }

  private static final class Stream extends Line {
    private final Socket socket;
    private boolean hungUp;

    Stream(int server) throws IOException {
      super(server);
      socket = new Socket("127.0.0.1", server);
      socket.setTcpNoDelay(true);
    }

    @Override
    int port() {
      return socket.getLocalPort();
    }

    @Override
    boolean send(byte[] bytes) {
      try {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return true;
      } catch (IOException e) {
        hungUp = true;
        return false;
      }
    }

    @Override
    String hear(int millis) throws IOException {
      ByteArrayOutputStream heard = new ByteArrayOutputStream();
      byte[] buffer = new byte[1 << 16];
      socket.setSoTimeout(millis);
      try {
        do {
          int read = socket.getInputStream().read(buffer);
          if (read < 0) {
            hungUp = true;
            break;
          }
          heard.write(buffer, 0, read);
        } while (socket.getInputStream().available() > 0 || !isWhole(heard.toByteArray()));
      } catch (SocketTimeoutException e) {
        // That is all there is for now.
      } catch (SocketException e) {
        hungUp = true;
      }
      return heard.toString(ISO_8859_1);
    }

    private static boolean isWhole(byte[] heard) {
      return new String(heard, ISO_8859_1).contains("\r\n\r\n");
    }

    @Override
    boolean isHungUp() {
      return hungUp;
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
