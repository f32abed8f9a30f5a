package org.msilo.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A client's side of digest authentication, written without a line of the server's. */
public final class DigestAnswer {
  private final String challenge;

  /**
   * @param challenge value of a WWW-Authenticate or Proxy-Authenticate header field
   */
  public DigestAnswer(String challenge) {
    this.challenge = challenge;
  }

  public String parameter(String name) {
    return find(name).orElseThrow(() -> new AssertionError("no " + name + " in " + challenge));
  }

  public Optional<String> find(String name) {
    Matcher matcher = Pattern.compile("\\b" + name + "=\"?([^\",]*)").matcher(challenge);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /** The value of the header field that answers it. */
  public String to(String method, String uri, String user, String password, int count) {
    String realm = parameter("realm");
    String nonce = parameter("nonce");
    String nc = "%08x".formatted(count);
    String ha1 = hash(user + ":" + realm + ":" + password);
    String ha2 = hash(method + ":" + uri);
    String response = hash(String.join(":", ha1, nonce, nc, "c0", "auth", ha2));
    return ("Digest username=\"%s\", realm=\"%s\", nonce=\"%s\", uri=\"%s\", algorithm=%s,"
            + " qop=auth, nc=%s, cnonce=\"c0\", response=\"%s\"")
        .formatted(user, realm, nonce, uri, parameter("algorithm"), nc, response);
  }

  private String hash(String text) {
    return hash(parameter("algorithm"), text);
  }

  /** Hash of a text in hexadecimal. */
  public static String hash(String algorithm, String text) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance(algorithm).digest(text.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
