package org.msilo.launcher;

/** A request with all that the parser wants of it. */
final class RequestText {
  private RequestText() {}

  static String of(String method, String via) {
    return String.join(
        "\r\n",
        method + " sip:bob@example.com SIP/2.0",
        "Via: " + via,
        "Max-Forwards: 70",
        "From: <sip:alice@example.com>;tag=1",
        "To: <sip:bob@example.com>",
        "Call-ID: 1",
        "CSeq: 1 " + method,
        "Content-Length: 0",
        "",
        "");
  }
}
