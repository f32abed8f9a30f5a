package org.msilo.launcher;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The phones of all users of a {@link Rehearsal}, on one loopback socket. They ask only so much at
 * a time, so that no datagram is lost and nothing has to be sent again, and take every message. For
 * one thread; answers are read on another.
 */
final class RehearsalPhones implements AutoCloseable {
  /** So few that groups of the database are small, and many: their code has to become hot, too. */
  private static final int AT_A_TIME = 16;

  private static final int PATIENCE_SECONDS = 10;
  private static final int LARGEST = 65_536;
  private static final int SUCCESS = 200;
  private static final int REDIRECTION = 300;

  private final DatagramSocket socket;
  private final SocketAddress server;
  private final Semaphore room = new Semaphore(AT_A_TIME);
  private final Semaphore delivered = new Semaphore(0);
  private final AtomicReference<String> refusal = new AtomicReference<>();
  private final AtomicInteger sent = new AtomicInteger();

  RehearsalPhones(int serverPort) throws IOException {
    InetAddress loopback = InetAddress.getByName("127.0.0.1");
    server = new InetSocketAddress(loopback, serverPort);
    socket = new DatagramSocket(0, loopback);
    Thread reader = new Thread(this::read, "rehearsal-phones");
    reader.setDaemon(true);
    reader.start();
  }

  /** Sends this user a message, as soon as there is room. */
  void message(String user) throws IOException, InterruptedException, TimeoutException {
    ask(
        """
        MESSAGE sip:%1$s@127.0.0.1 SIP/2.0
        Via: SIP/2.0/UDP 127.0.0.1:%2$d;branch=z9hG4bK%3$d
        Max-Forwards: 70
        From: <sip:caller@127.0.0.1>;tag=%3$d
        To: <sip:%1$s@127.0.0.1>
        Call-ID: %3$d@rehearsal
        CSeq: 1 MESSAGE
        Content-Type: text/plain
        Content-Length: 9

        rehearsal"""
            .formatted(user, socket.getLocalPort(), sent.incrementAndGet()));
  }

  /** Registers this user here, as soon as there is room. */
  void register(String user, int cseq, int expires)
      throws IOException, InterruptedException, TimeoutException {
    ask(
        """
        REGISTER sip:127.0.0.1 SIP/2.0
        Via: SIP/2.0/UDP 127.0.0.1:%2$d;branch=z9hG4bK%3$d
        Max-Forwards: 70
        From: <sip:%1$s@127.0.0.1>;tag=%3$d
        To: <sip:%1$s@127.0.0.1>
        Call-ID: %1$s@rehearsal
        CSeq: %4$d REGISTER
        Contact: <sip:%1$s@127.0.0.1:%2$d>
        Expires: %5$d
        Content-Length: 0

        """
            .formatted(user, socket.getLocalPort(), sent.incrementAndGet(), cseq, expires));
  }

  /** Waits until all that was asked is answered. */
  void awaitAnswers() throws InterruptedException, TimeoutException {
    take(room, AT_A_TIME, "no answer");
    room.release(AT_A_TIME);
  }

  /** Waits until so many more messages have come. */
  void awaitDeliveries(int count) throws InterruptedException, TimeoutException {
    take(delivered, count, "a message did not come");
  }

  @Override
  public void close() {
    socket.close();
  }

  private void ask(String request) throws IOException, InterruptedException, TimeoutException {
    take(room, 1, "no answer");
    send(request.replace("\n", "\r\n"), server);
  }

  private void take(Semaphore permits, int count, String otherwise)
      throws InterruptedException, TimeoutException {
    boolean inTime = permits.tryAcquire(count, PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (refusal.get() != null) {
      throw new TimeoutException(refusal.get());
    }
    if (!inTime) {
      throw new TimeoutException(otherwise + " within " + PATIENCE_SECONDS + " s");
    }
  }

  private void send(String text, SocketAddress to) throws IOException {
    byte[] bytes = text.getBytes(US_ASCII);
    socket.send(new DatagramPacket(bytes, bytes.length, to));
  }

  private void read() {
    DatagramPacket packet = new DatagramPacket(new byte[LARGEST], LARGEST);
    try {
      while (!socket.isClosed()) {
        packet.setLength(LARGEST);
        socket.receive(packet);
        hear(new String(packet.getData(), 0, packet.getLength(), US_ASCII), packet);
      }
    } catch (IOException e) {
      // Closed: the rehearsal is over, or whoever waits will not be told any more.
      socket.close();
    }
  }

  private void hear(String text, DatagramPacket packet) throws IOException {
    if (!text.startsWith("SIP/2.0 ")) {
      send(okTo(text), packet.getSocketAddress());
      delivered.release();
      return;
    }
    int status = Integer.parseInt(text.substring(8, 11));
    if (status >= REDIRECTION) {
      refusal.compareAndSet(null, text.lines().findFirst().orElseThrow());
    }
    if (status >= SUCCESS) {
      room.release();
    }
  }

  /** What identifies the request goes back as it came (RFC 3261 8.2.6.2). */
  private static String okTo(String request) {
    StringBuilder answer = new StringBuilder("SIP/2.0 200 OK\r\n");
    for (String line : request.substring(0, request.indexOf("\r\n\r\n")).split("\r\n")) {
      if (line.startsWith("To:")) {
        answer.append(line).append(";tag=phone\r\n");
      } else if (line.matches("(?s)(Via|From|Call-ID|CSeq):.*")) {
        answer.append(line).append("\r\n");
      }
    }
    return answer.append("Content-Length: 0\r\n\r\n").toString();
  }
}
