package org.msilo.bench.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A request made once, as bytes in which only the numbers of request and user change. Immutable.
 *
 * <p>Requests of one template carry a common mark in their branches, by which answers to those of
 * an earlier template are told apart.
 */
public final class RequestTemplate {
  /** How many digits a number has on the wire. */
  public static final int DIGITS = 8;

  private static final String REQUEST = "########";
  private static final String USER = "@@@@@@@@";

  private final byte[] bytes;
  private final int[] requestNumbers;
  private final int[] userNumbers;
  private final int users;
  private final byte[] branchStart;

  private RequestTemplate(String text, String mark, int users) {
    this.bytes = text.getBytes(StandardCharsets.US_ASCII);
    this.requestNumbers = positions(text, REQUEST);
    this.userNumbers = positions(text, USER);
    this.users = users;
    this.branchStart = branch(mark).getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * MESSAGEs from alice to users in turn.
   *
   * @param prefix what names of users begin with
   * @param users how many
   * @param body bytes of the body, at least 8
   * @param from local port they are sent from
   */
  public static RequestTemplate message(
      String mark, String prefix, int users, int body, int from, int server) {
    String to = "sip:" + prefix + USER + "@127.0.0.1";
    String text =
        start("MESSAGE", to + ":" + server, to, "alice", mark, from)
            + "Contact: <sip:alice@127.0.0.1:%d>\r\n".formatted(from)
            + "Content-Type: text/plain\r\nContent-Length: %d\r\n\r\n".formatted(body)
            + "x".repeat(body - DIGITS)
            + REQUEST;
    return new RequestTemplate(text, mark, users);
  }

  /**
   * REGISTERs of users in turn, each for all devices of the user.
   *
   * @param users how many
   */
  public static RequestTemplate register(
      String mark, int users, Phones phones, int from, int server) {
    String user = phones.prefix() + USER;
    String text =
        start("REGISTER", "sip:127.0.0.1:" + server, "sip:" + user + "@127.0.0.1", user, mark, from)
            + phones.contacts(user)
            + "Expires: 600\r\nContent-Length: 0\r\n\r\n";
    return new RequestTemplate(text, mark, users);
  }

  private static String start(
      String method, String uri, String to, String from, String mark, int port) {
    return """
        %s %s SIP/2.0
        Via: SIP/2.0/UDP 127.0.0.1:%d;branch=%s%s
        Max-Forwards: 70
        From: <sip:%s@127.0.0.1>;tag=%s
        To: <%s>
        Call-ID: %s-%s@127.0.0.1
        CSeq: 1 %s
        """
        .formatted(
            method, uri, port, branch(mark), REQUEST, from, REQUEST, to, mark, REQUEST, method)
        .replace("\n", "\r\n");
  }

  private static String branch(String mark) {
    return "z9hG4bK-" + mark + "-";
  }

  private static int[] positions(String text, String number) {
    List<Integer> found = new ArrayList<>();
    for (int at = text.indexOf(number); at >= 0; at = text.indexOf(number, at + DIGITS)) {
      found.add(at);
    }
    return found.stream().mapToInt(Integer::intValue).toArray();
  }

  /** The bytes of a request, ready to be patched; one copy for each thread that sends. */
  byte[] copy() {
    return bytes.clone();
  }

  /** Makes the copy request number n. */
  void number(byte[] copy, int n) {
    for (int at : requestNumbers) {
      digits(copy, at, n);
    }
    for (int at : userNumbers) {
      digits(copy, at, n % users);
    }
  }

  private static void digits(byte[] copy, int at, int number) {
    int rest = number;
    for (int i = at + DIGITS - 1; i >= at; i--) {
      copy[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
  }

  /** The number of the request that an answer belongs to, by its branch; -1 if not one of these. */
  int numberOf(ByteBuffer answer) {
    int last = Math.min(answer.limit(), 400) - branchStart.length - DIGITS;
    for (int at = 8; at <= last; at++) {
      if (answer.get(at) == 'z' && isBranch(answer, at)) {
        return number(answer, at + branchStart.length);
      }
    }
    return -1;
  }

  private boolean isBranch(ByteBuffer answer, int at) {
    for (int i = 0; i < branchStart.length; i++) {
      if (answer.get(at + i) != branchStart[i]) {
        return false;
      }
    }
    return true;
  }

  /** Reads a number of eight digits. */
  static int number(ByteBuffer text, int at) {
    int number = 0;
    for (int i = at; i < at + DIGITS; i++) {
      int digit = text.get(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = number * 10 + digit;
    }
    return number;
  }
}
