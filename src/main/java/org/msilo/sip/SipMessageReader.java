package org.msilo.sip;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import javax.servlet.sip.Address;
import javax.servlet.sip.ServletParseException;
import javax.servlet.sip.SipServletRequest;
import org.msilo.intake.MessageExpiry;
import org.msilo.limit.Limit;
import org.msilo.message.AddressOfRecord;
import org.msilo.message.Header;
import org.msilo.message.IpAddress;
import org.msilo.message.MessageBody;
import org.msilo.message.MessageIds;
import org.msilo.message.MessageOrigin;
import org.msilo.message.OfflineMessage;
import org.msilo.message.SipUri;

/** Reads a MESSAGE into the form in which it may be kept. Thread-safe. */
final class SipMessageReader {
  /**
   * Fields that are not kept: those that speak of one hop or one transaction, those that have a
   * place of their own, and credentials.
   */
  private static final Set<String> NOT_KEPT =
      Set.of(
          "via",
          "from",
          "to",
          "call-id",
          "cseq",
          "contact",
          "max-forwards",
          "route",
          "record-route",
          "path",
          "service-route",
          "content-length",
          "content-type",
          "expires",
          "timestamp",
          "authorization",
          "proxy-authorization",
          "proxy-require",
          "allow",
          "supported",
          "x-msilo-sent",
          "x-msilo-passed",
          "x-sip-initial-remote-addr",
          "x-sip-initial-remote-port",
          "x-sip-initial-remote-transport",
          "x-mobicents-initial-remote-addr",
          "x-mobicents-initial-remote-port",
          "x-mobicents-initial-remote-transport");

  private static final Pattern FOLD = Pattern.compile("[\\r\\n]+[ \\t]*");

  private final SipSettings settings;
  private final MessageIds ids;
  private final Clock clock;

  SipMessageReader(SipSettings settings, MessageIds ids, Clock clock) {
    this.settings = settings;
    this.ids = ids;
    this.clock = clock;
  }

  OfflineMessage read(SipServletRequest request) throws BadRequestException {
    RouteParameters route = RouteParameters.of(request);
    // The container makes a new one each time it is asked.
    Address from = request.getFrom();
    Address to = request.getTo();
    Target target = target(request, to, route.mode().orElse(settings.mode()));
    Instant receivedAt = clock.instant();
    return new OfflineMessage(
        ids.next(),
        target.mailbox,
        target.uri,
        withoutTag(from),
        withoutTag(to),
        origin(request),
        headers(request),
        body(request),
        receivedAt,
        MessageExpiry.of(
            receivedAt,
            settings.retention(),
            Optional.ofNullable(request.getHeader("Expires")),
            Optional.ofNullable(request.getHeader("Date"))),
        contact(request, from),
        route.nextHop());
  }

  /** The first address that names a mailbox: that of the Request-URI, else that of To. */
  private static Target target(SipServletRequest request, Address to, int mode)
      throws BadRequestException {
    // Modes 0 and 1 differ where a script rewrote the Request-URI; a SIP servlet sees one of them.
    Optional<Target> first =
        mode == 2 ? Optional.empty() : Target.of(request.getRequestURI().toString());
    return first.or(() -> Target.of(to.getURI().toString())).orElseThrow(() -> notFound(request));
  }

  private static BadRequestException notFound(SipServletRequest request) {
    return new BadRequestException(
        StatusCodes.NOT_FOUND, "no address-of-record in " + request.getRequestURI());
  }

  private static String withoutTag(Address address) {
    Address copy = (Address) address.clone();
    copy.removeParameter("tag");
    return copy.toString();
  }

  private static MessageOrigin origin(SipServletRequest request) throws BadRequestException {
    return new MessageOrigin(
        request.getCallId(), HeaderFields.cseq(request), HeaderFields.fromTag(request));
  }

  private static List<Header> headers(SipServletRequest request) {
    Set<String> names = new LinkedHashSet<>();
    request.getHeaderNames().forEachRemaining(names::add);
    List<Header> kept = new ArrayList<>();
    for (String name : names) {
      if (!NOT_KEPT.contains(name.toLowerCase(Locale.ROOT))) {
        request
            .getHeaders(name)
            .forEachRemaining(value -> kept.add(new Header(name, oneLine(value))));
      }
    }
    return kept;
  }

  private static String oneLine(String value) {
    String bare = value.strip();
    return bare.indexOf('\n') < 0 && bare.indexOf('\r') < 0
        ? bare
        : FOLD.matcher(bare).replaceAll(" ");
  }

  private MessageBody body(SipServletRequest request) throws BadRequestException {
    byte[] bytes = rawContent(request);
    Optional<String> type = Optional.ofNullable(request.getHeader("Content-Type"));
    if (bytes.length > settings.maxMessageSize()) {
      settings.limits().hit(Limit.MESSAGE_SIZE);
      throw new BadRequestException(
          StatusCodes.TOO_LARGE, "more than " + settings.maxMessageSize() + " bytes");
    }
    if (bytes.length > 0 && type.isEmpty()) {
      throw new BadRequestException(StatusCodes.BAD_REQUEST, "a body needs a Content-Type");
    }
    if (type.isPresent() && !HeaderCharset.isSendable(type.get())) {
      throw new BadRequestException(
          StatusCodes.UNSUPPORTED_MEDIA_TYPE, "unknown charset in " + type.get());
    }
    return new MessageBody(type.map(SipMessageReader::oneLine), bytes);
  }

  private static byte[] rawContent(SipServletRequest request) throws BadRequestException {
    try {
      byte[] bytes = request.getRawContent();
      return bytes == null ? new byte[0] : bytes;
    } catch (IOException e) {
      throw new BadRequestException(StatusCodes.BAD_REQUEST, "the body cannot be read");
    }
  }

  /**
   * Where a notice may go, Contact or From: only where the request came from, or what a front
   * vouches for. Else anybody could name a victim, and have it written to.
   */
  private Optional<String> contact(SipServletRequest request, Address from) {
    String source = request.getInitialRemoteAddr();
    return contactUri(request)
        .filter(uri -> settings.limits().isFront(source) || isAt(source, uri))
        .or(() -> Optional.of(from.getURI().toString()).filter(uri -> isAt(source, uri)));
  }

  private static Optional<String> contactUri(SipServletRequest request) {
    try {
      return Optional.ofNullable(request.getAddressHeader("Contact"))
          .filter(address -> !address.isWildcard())
          .map(address -> address.getURI().toString());
    } catch (ServletParseException e) {
      return Optional.empty();
    }
  }

  /** An maddr would lead elsewhere (RFC 3261 19.1.1). */
  private static boolean isAt(String source, String uri) {
    return source != null
        && SipUri.parse(uri)
            .filter(to -> !to.parameters().containsKey("maddr"))
            .filter(to -> IpAddress.isSame(to.host(), source))
            .isPresent();
  }

  /** A URI, and the mailbox that it names. */
  private record Target(String uri, AddressOfRecord mailbox) {

    static Optional<Target> of(String uri) {
      return AddressOfRecord.parse(uri).map(mailbox -> new Target(uri, mailbox));
    }
  }
}
