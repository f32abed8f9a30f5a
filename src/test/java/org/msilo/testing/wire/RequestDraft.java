package org.msilo.testing.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A request being written, header line by header line; nothing is added that the test did not ask
 * for.
 */
public final class RequestDraft {
  private final String method;
  private String requestUri;
  private final List<String> lines = new ArrayList<>();
  private byte[] body = new byte[0];

  public RequestDraft(String method, String requestUri) {
    this.method = method;
    this.requestUri = requestUri;
  }

  public RequestDraft requestUri(String uri) {
    requestUri = uri;
    return this;
  }

  /** Adds a line behind those that are there. */
  public RequestDraft with(String name, String value) {
    lines.add(name + ": " + value);
    return this;
  }

  /** Puts this line in place of all of its name. */
  public RequestDraft set(String name, String value) {
    return without(name).with(name, value);
  }

  public RequestDraft without(String name) {
    lines.removeIf(
        line -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":"));
    return this;
  }

  public RequestDraft contact(String value) {
    return with("Contact", value);
  }

  public RequestDraft callId(String value) {
    return set("Call-ID", value);
  }

  public RequestDraft cseq(int number) {
    return set("CSeq", number + " " + method);
  }

  public RequestDraft body(String contentType, byte[] bytes) {
    body = bytes.clone();
    return set("Content-Type", contentType);
  }

  public RequestDraft body(String contentType, String text) {
    return body(contentType, text.getBytes(UTF_8));
  }

  public String method() {
    return method;
  }

  public String requestUri() {
    return requestUri;
  }

  /**
   * The bytes for the wire with this Via on top and the right Content-Length, unless one is given.
   */
  public byte[] bytes(String via) {
    StringBuilder head = new StringBuilder(method + " " + requestUri + " SIP/2.0\r\n");
    head.append("Via: ").append(via).append("\r\n");
    lines.forEach(line -> head.append(line).append("\r\n"));
    if (lines.stream().noneMatch(line -> line.startsWith("Content-Length:"))) {
      head.append("Content-Length: ").append(body.length).append("\r\n");
    }
    head.append("\r\n");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(head.toString().getBytes(UTF_8));
    bytes.writeBytes(body);
    return bytes.toByteArray();
  }
}
