package org.msilo.message;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A sip: or sips: URI taken apart (RFC 3261 19.1), with the comparison of 19.1.4; immutable.
 *
 * @param secure whether the scheme is sips
 * @param user the user part as written, escapes and all, without the password
 * @param host host name or address in lower case; IPv6 in brackets
 * @param port the port, if one is written
 * @param parameters URI parameters by lower-case name, unescaped; a parameter without value has ""
 * @param headers what follows the question mark, as written, or ""
 */
public record SipUri(
    boolean secure,
    Optional<String> user,
    String host,
    OptionalInt port,
    Map<String, String> parameters,
    String headers) {

  private static final int MOST_PORT_DIGITS = 5;
  private static final int MOST_PORT = 65_535;

  /** Parameters that make two URIs differ even when only one of them has it (RFC 3261 19.1.4). */
  private static final Set<String> NEVER_IGNORED =
      Set.of("user", "ttl", "method", "maddr", "transport");

  private static final Set<String> CONGESTION_CONTROLLED =
      Set.of("tcp", "tls", "ws", "wss", "sctp");

  public SipUri {
    parameters = Map.copyOf(parameters);
  }

  /**
   * Reads a URI.
   *
   * @return empty when the text is no sip: or sips: URI
   */
  public static Optional<SipUri> parse(String text) {
    int colon = text.indexOf(':');
    String scheme = colon < 0 ? "" : text.substring(0, colon).strip().toLowerCase(Locale.ROOT);
    if (!scheme.equals("sip") && !scheme.equals("sips")) {
      return Optional.empty();
    }
    String rest = text.substring(colon + 1).strip();
    int at = rest.indexOf('@');
    Optional<String> user = at < 0 ? Optional.empty() : Optional.of(userOf(rest.substring(0, at)));
    if (user.isPresent() && user.get().isEmpty()) {
      return Optional.empty();
    }
    return afterUser(scheme.equals("sips"), user, rest.substring(at + 1));
  }

  private static String userOf(String userInfo) {
    int password = userInfo.indexOf(':');
    return password < 0 ? userInfo : userInfo.substring(0, password);
  }

  private static Optional<SipUri> afterUser(boolean secure, Optional<String> user, String text) {
    int question = text.indexOf('?');
    String headers = question < 0 ? "" : text.substring(question + 1);
    String[] parts = (question < 0 ? text : text.substring(0, question)).split(";", -1);
    String hostPort = parts[0].strip().toLowerCase(Locale.ROOT);
    int hostEnd = hostPort.startsWith("[") ? hostPort.indexOf(']') + 1 : hostPort.indexOf(':');
    String host = hostEnd <= 0 ? hostPort : hostPort.substring(0, hostEnd);
    String port = hostEnd <= 0 ? "" : hostPort.substring(hostEnd);
    OptionalInt number = portOf(port);
    if (!(isHostName(host) || isIpv6(host)) || !port.isEmpty() && number.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new SipUri(secure, user, host, number, parametersOf(parts), headers));
  }

  /** Letters, digits, dots and hyphens, a letter or digit at both ends, then maybe a dot. */
  private static boolean isHostName(String host) {
    int end = host.endsWith(".") ? host.length() - 1 : host.length();
    for (int i = 0; i < end; i++) {
      char c = host.charAt(i);
      boolean inside = i > 0 && i < end - 1;
      if (!(isLetter(c, 'z') || isDigit(c) || inside && (c == '.' || c == '-'))) {
        return false;
      }
    }
    return end > 0;
  }

  private static boolean isIpv6(String host) {
    int end = host.length() - 1;
    if (end < 2 || host.charAt(0) != '[' || host.charAt(end) != ']') {
      return false;
    }
    for (int i = 1; i < end; i++) {
      char c = host.charAt(i);
      if (!(isLetter(c, 'f') || isDigit(c) || c == ':' || c == '.')) {
        return false;
      }
    }
    return true;
  }

  /** The number behind the colon; empty if there is none, or none that a port can have. */
  private static OptionalInt portOf(String colonAndPort) {
    int length = colonAndPort.length();
    if (length < 2 || length > MOST_PORT_DIGITS + 1 || colonAndPort.charAt(0) != ':') {
      return OptionalInt.empty();
    }
    int number = 0;
    for (int i = 1; i < length; i++) {
      if (!isDigit(colonAndPort.charAt(i))) {
        return OptionalInt.empty();
      }
      number = 10 * number + colonAndPort.charAt(i) - '0';
    }
    return number < 1 || number > MOST_PORT ? OptionalInt.empty() : OptionalInt.of(number);
  }

  private static boolean isLetter(char c, char last) {
    return c >= 'a' && c <= last;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static Map<String, String> parametersOf(String[] parts) {
    if (parts.length == 1) {
      return Map.of();
    }
    Map<String, String> parameters = new LinkedHashMap<>();
    for (int i = 1; i < parts.length; i++) {
      int equals = parts[i].indexOf('=');
      String name = equals < 0 ? parts[i] : parts[i].substring(0, equals);
      String value = equals < 0 ? "" : parts[i].substring(equals + 1);
      parameters.putIfAbsent(
          Escapes.unescape(name.strip()).toLowerCase(Locale.ROOT), Escapes.unescape(value.strip()));
    }
    return parameters;
  }

  /** The port it leads to when no look-up says otherwise (RFC 3261 19.1.2). */
  public int portOrDefault() {
    return port.orElse(secure || "tls".equalsIgnoreCase(parameters.get("transport")) ? 5061 : 5060);
  }

  /** Whether its host is a name that stands for no address at all (RFC 2606, RFC 7118 5). */
  public boolean isInvalidHost() {
    return host.endsWith(".invalid") || host.equals("invalid");
  }

  /** Whether it names a transport with congestion control (RFC 3261 18.1.1). */
  public boolean isCongestionControlled() {
    String transport = parameters.getOrDefault("transport", "").toLowerCase(Locale.ROOT);
    return secure || CONGESTION_CONTROLLED.contains(transport);
  }

  /** The address-of-record this URI names, if it has a user part and is not too long for one. */
  public Optional<AddressOfRecord> addressOfRecord() {
    return user.flatMap(name -> AddressOfRecord.of(name, host));
  }

  /** Whether the two name the same resource by the rules of RFC 3261 19.1.4. */
  public boolean isEquivalentTo(SipUri other) {
    return secure == other.secure
        && user.map(Escapes::unescape).equals(other.user.map(Escapes::unescape))
        && host.equals(other.host)
        && port.equals(other.port)
        && (headers.equals(other.headers) || headerSet().equals(other.headerSet()))
        && parametersMatch(other);
  }

  /** The header components, whose order does not matter. */
  private Set<String> headerSet() {
    return Stream.of(headers.split("&"))
        .map(header -> Escapes.unescape(header).toLowerCase(Locale.ROOT))
        .collect(Collectors.toSet());
  }

  private boolean parametersMatch(SipUri other) {
    Set<String> names = new HashSet<>(parameters.keySet());
    names.addAll(other.parameters.keySet());
    for (String name : names) {
      String mine = parameters.get(name);
      String theirs = other.parameters.get(name);
      boolean onlyOne = mine == null || theirs == null;
      if (onlyOne ? NEVER_IGNORED.contains(name) : !mine.equalsIgnoreCase(theirs)) {
        return false;
      }
    }
    return true;
  }
}
