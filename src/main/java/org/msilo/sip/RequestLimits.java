package org.msilo.sip;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import javax.servlet.sip.SipServletRequest;
import org.msilo.limit.Limit;
import org.msilo.limit.LimitCounts;
import org.msilo.limit.TokenBuckets;
import org.msilo.message.Header;

/**
 * What every request is held to before anybody reads it: how many come from one place, and how much
 * of a header it has. Thread-safe.
 */
public final class RequestLimits {
  private final TokenBuckets senders;
  private final TokenBuckets sources;
  private final Places places;
  private final int maxHeaders;
  private final int maxHeaderBytes;
  private final LimitCounts counts;

  /**
   * @param senders MESSAGEs of one address-of-record
   * @param sources requests from one IP address
   * @param places whose requests are judged otherwise
   */
  public RequestLimits(
      TokenBuckets senders,
      TokenBuckets sources,
      Places places,
      int maxHeaders,
      int maxHeaderBytes,
      LimitCounts counts) {
    this.senders = senders;
    this.sources = sources;
    this.places = places;
    this.maxHeaders = maxHeaders;
    this.maxHeaderBytes = maxHeaderBytes;
    this.counts = counts;
  }

  /** Refuses what is too much; the exception carries the answer. */
  void check(SipServletRequest request) throws BadRequestException {
    checkRates(request);
    checkHeaders(request);
  }

  /**
   * Seconds until this IP address may ask again, 0 for now. For a container that can refuse before
   * it keeps anything of a request; what it lets through is judged, and counted, as always.
   */
  public long secondsToWait(String source) {
    if (places.hasNoRate(source)) {
      return 0;
    }
    Optional<Duration> wait = sources.ask(source);
    wait.ifPresent(refused -> counts.hit(Limit.SOURCE_RATE));
    return wait.map(RequestLimits::seconds).orElse(0L);
  }

  /** Another limit was hit, whoever looked after it. */
  void hit(Limit limit) {
    counts.hit(limit);
  }

  /** Whether this address is one of those that speak for many. */
  boolean isFront(String address) {
    return address != null && places.isFront(address);
  }

  private void checkRates(SipServletRequest request) throws BadRequestException {
    String source = request.getInitialRemoteAddr();
    if (source == null || places.exempt().test(source)) {
      return;
    }
    boolean vouched = places.trusted().test(source);
    Optional<Duration> wait = vouched ? Optional.empty() : sources.take(source);
    if (wait.isPresent()) {
      throw tooOften(Limit.SOURCE_RATE, wait.get(), "Too many requests from your address");
    }
    if (request.getMethod().equals("MESSAGE")) {
      wait = Senders.of(request, vouched).flatMap(from -> senders.take(from.toString()));
      if (wait.isPresent()) {
        throw tooOften(Limit.SENDER_RATE, wait.get(), "Too many messages from this sender");
      }
    }
  }

  private BadRequestException tooOften(Limit limit, Duration wait, String why) {
    counts.hit(limit);
    return new BadRequestException(
        StatusCodes.TEMPORARILY_UNAVAILABLE,
        why,
        new Header("Retry-After", Long.toString(seconds(wait))),
        Answers.warning(why));
  }

  private static long seconds(Duration wait) {
    return wait.toSeconds() + 1;
  }

  private void checkHeaders(SipServletRequest request) throws BadRequestException {
    Set<String> names = new LinkedHashSet<>();
    request.getHeaderNames().forEachRemaining(names::add);
    int fields = 0;
    long bytes = 0;
    for (String name : names) {
      for (Iterator<String> values = request.getHeaders(name); values.hasNext(); fields++) {
        // Colon, blank and the end of the line stand on the wire, too.
        bytes += name.length() + length(values.next()) + ": \r\n".length();
      }
    }
    if (fields > maxHeaders) {
      counts.hit(Limit.HEADERS);
      String why = "More than " + maxHeaders + " header fields";
      throw new BadRequestException(StatusCodes.BAD_REQUEST, why, Answers.warning(why));
    }
    if (bytes > maxHeaderBytes) {
      counts.hit(Limit.HEADER_BYTES);
      String why = "More than " + maxHeaderBytes + " bytes of header fields";
      throw new BadRequestException(StatusCodes.MESSAGE_TOO_LARGE, why, Answers.warning(why));
    }
  }

  private static int length(String value) {
    return value.getBytes(StandardCharsets.UTF_8).length;
  }

  /**
   * IP addresses whose requests are judged otherwise.
   *
   * @param trusted fronts that say who sends, and have no rate as a source
   * @param thirdParties those that register others
   * @param exempt those that have no rate at all; third parties are among them
   */
  public record Places(
      Predicate<String> trusted, Predicate<String> thirdParties, Predicate<String> exempt) {

    /** No address is another than any other. */
    static Places alike() {
      return new Places(address -> false, address -> false, address -> false);
    }

    /** Whether this address speaks for many. */
    boolean isFront(String address) {
      return trusted.test(address) || thirdParties.test(address);
    }

    /** Whether this address has no rate as a source. */
    public boolean hasNoRate(String address) {
      return exempt.test(address) || trusted.test(address);
    }
  }
}
