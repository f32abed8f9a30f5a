package org.msilo.notice;

import java.util.List;
import java.util.Optional;

/**
 * A message of ours to a sender.
 *
 * @param from SIP URI of the registrar
 * @param to SIP URI of the sender
 * @param requestUri where it goes
 * @param route URIs to go by, first hop first
 * @param text content, UTF-8 text/plain
 */
public record Notice(String from, String to, String requestUri, List<String> route, String text) {

  static List<String> routeOf(Optional<String> nextHop) {
    return nextHop.map(List::of).orElse(List.of());
  }
}
