package org.msilo.message;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
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

  private static final Pattern HOST = Pattern.compile("[a-z0-9]([a-z0-9.-]*[a-z0-9])?\\.?");
  private static final Pattern IPV6 = Pattern.compile("\\[[0-9a-f:.]+]");
  private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");

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
    if (!(HOST.matcher(host).matches() || IPV6.matcher(host).matches())
        || !(port.isEmpty() || PORT.matcher(port.substring(1)).matches())) {
      return Optional.empty();
    }
    OptionalInt number =
        port.isEmpty() ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(port.substring(1)));
    if (number.isPresent() && (number.getAsInt() < 1 || number.getAsInt() > 65535)) {
      return Optional.empty();
    }
    return Optional.of(new SipUri(secure, user, host, number, parametersOf(parts), headers));
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
