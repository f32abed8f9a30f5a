package org.msilo.sip;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import javax.servlet.sip.Address;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipURI;
import org.msilo.location.FlowRoutes;
import org.msilo.message.Flow;

/**
 * Routes to connections that another node has: the user part says which connection, and is marked
 * with the secret of the nodes, so that nobody else can have a node send for him (RFC 5626 5.2).
 * Thread-safe.
 */
public final class FlowTokens implements FlowRoutes {
  private static final String PREFIX = "flow.";

  private final Marks marks;

  /**
   * @param ownMessages who has the secret that the nodes share
   */
  public FlowTokens(OwnMessages ownMessages) {
    this.marks = ownMessages.marks();
  }

  @Override
  public String by(String address, Flow flow, Optional<String> otherwise) {
    String text = flow + otherwise.map(contact -> "\n" + contact).orElse("");
    String payload =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(text.getBytes(StandardCharsets.UTF_8));
    int afterScheme = address.indexOf(':') + 1;
    return address.substring(0, afterScheme)
        + PREFIX
        + payload
        + "."
        + mark(payload)
        + "@"
        + address.substring(afterScheme)
        + ";lr";
  }

  private String mark(String payload) {
    return marks.of("flow\n" + payload);
  }

  /** Whether the Route that led a request here names a connection, by right or not. */
  static boolean isIn(SipServletRequest request) {
    return user(request).startsWith(PREFIX);
  }

  private static String user(SipServletRequest request) {
    Address route = request.getPoppedRoute();
    return route != null && route.getURI() instanceof SipURI uri && uri.getUser() != null
        ? uri.getUser()
        : "";
  }

  /** What the Route that led a request here says; empty when no node of ours made it. */
  Optional<FlowToken> read(SipServletRequest request) {
    String[] parts = user(request).split("\\.");
    if (parts.length != 3 || !Marks.same(parts[2], mark(parts[1]))) {
      return Optional.empty();
    }
    String text = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
    String[] lines = text.split("\n", 2);
    return Flow.parse(lines[0])
        .map(
            flow ->
                new FlowToken(flow, lines.length > 1 ? Optional.of(lines[1]) : Optional.empty()));
  }

  /**
   * By what way another node wants a request to go on.
   *
   * @param flow a connection that this node has, or had
   * @param otherwise the contact to connect to when it is closed
   */
  record FlowToken(Flow flow, Optional<String> otherwise) {}
}
