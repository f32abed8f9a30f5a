package org.msilo.auth;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a client answers to a challenge (RFC 7616 3.4): the parameters of an Authorization or
 * Proxy-Authorization header field. Immutable.
 *
 * @param algorithm as the client names it; MD5 if it names none
 * @param response the proof, in lower-case hexadecimal
 * @param protection empty when the client knows no quality of protection (RFC 2069)
 */
public record DigestCredentials(
    String username,
    String realm,
    String nonce,
    String uri,
    String response,
    String algorithm,
    Optional<Protection> protection) {

  private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]{32,128}");
  private static final Pattern NONCE_COUNT = Pattern.compile("[0-9a-fA-F]{8}");
  private static final int RADIX = 16;

  /**
   * What a client protects with, and how it counts (RFC 7616 3.4).
   *
   * @param qop auth, auth-int or what else it says, as written
   * @param cnonce the client's own nonce
   * @param count the nonce count as written: eight hexadecimal digits
   */
  public record Protection(String qop, String cnonce, String count) {
    /** The nonce count as a number. */
    public long number() {
      return Long.parseLong(count, RADIX);
    }
  }

  /**
   * Reads the value of a header field.
   *
   * @return empty when it is of another scheme than Digest
   * @throws MalformedCredentialsException if it is Digest and not as it should be
   */
  public static Optional<DigestCredentials> parse(String value)
      throws MalformedCredentialsException {
    String text = value.strip();
    if (!text.regionMatches(true, 0, "Digest", 0, 6)
        || text.length() > 6 && !isBlank(text.charAt(6))) {
      return Optional.empty();
    }
    return Optional.of(of(new AuthParameters(text.substring(6)).read()));
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  private static DigestCredentials of(Map<String, String> parameters)
      throws MalformedCredentialsException {
    String response = need(parameters, "response");
    if (!HEX.matcher(response).matches()) {
      throw new MalformedCredentialsException("response is no hash");
    }
    return new DigestCredentials(
        need(parameters, "username"),
        need(parameters, "realm"),
        need(parameters, "nonce"),
        need(parameters, "uri"),
        response.toLowerCase(Locale.ROOT),
        parameters.getOrDefault("algorithm", DigestAlgorithm.MD5.token()),
        protection(parameters));
  }

  private static Optional<Protection> protection(Map<String, String> parameters)
      throws MalformedCredentialsException {
    if (!parameters.containsKey("qop")) {
      return Optional.empty();
    }
    String count = need(parameters, "nc");
    if (!NONCE_COUNT.matcher(count).matches()) {
      throw new MalformedCredentialsException("nc is not eight hexadecimal digits");
    }
    return Optional.of(new Protection(parameters.get("qop"), need(parameters, "cnonce"), count));
  }

  private static String need(Map<String, String> parameters, String name)
      throws MalformedCredentialsException {
    String value = parameters.get(name);
    if (value == null || value.isEmpty()) {
      throw new MalformedCredentialsException(name + " is missing");
    }
    return value;
  }

  /** Whether the response is what somebody who knows this secret would send with this method. */
  boolean isProvedBy(String ha1, DigestAlgorithm by, String method) {
    return ConstantTime.same(response, DigestProof.of(this, ha1, by, method));
  }

  /** Keeps what could be used to guess a password out of logs. */
  @Override
  public String toString() {
    return "Digest " + algorithm;
  }
}
