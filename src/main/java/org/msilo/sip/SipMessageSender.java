package org.msilo.sip;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.servlet.ServletException;
import javax.servlet.sip.ServletParseException;
import javax.servlet.sip.SipApplicationSession;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.SipServletRequest;
import org.msilo.dump.FlowFailedException;
import org.msilo.dump.MessageSender;
import org.msilo.dump.SendFailedException;
import org.msilo.dump.UnsendableMessageException;
import org.msilo.location.Reach;
import org.msilo.message.Binding;
import org.msilo.message.DeviceId;
import org.msilo.message.Header;
import org.msilo.message.OfflineMessage;
import org.msilo.message.SipDate;

/** Sends stored messages as new requests of ours (RFC 3428 4). Thread-safe. */
final class SipMessageSender implements MessageSender {
  private final SipFactory factory;
  private final Forking forking;
  private final Optional<String> nextHop;
  private final OwnMessages ownMessages;
  private final Reach reach;
  private final LargeRequests large;
  private final Clock clock;

  SipMessageSender(
      SipFactory factory,
      Forking forking,
      Optional<String> nextHop,
      OwnMessages ownMessages,
      Reach reach,
      LargeRequests large,
      Clock clock) {
    this.factory = factory;
    this.forking = forking;
    this.nextHop = nextHop;
    this.ownMessages = ownMessages;
    this.reach = reach;
    this.large = large;
    this.clock = clock;
  }

  @Override
  public void send(OfflineMessage message, Binding target) {
    Binding binding = proxyFor(message).isPresent() ? target : reachable(target);
    SipApplicationSession session = factory.createApplicationSession();
    try {
      SipServletRequest request = request(session, message);
      address(request, message, binding);
      ownMessages.mark(request);
      request
          .getSession()
          .setAttribute(
              SentMessage.ATTRIBUTE,
              new SentMessage(
                  message.mailbox(), message.id(), DeviceId.of(binding), System.nanoTime()));
      request.getSession().setHandler(MsiloServlet.NAME);
      request.send();
    } catch (SendFailedException e) {
      discard(session);
      throw e;
    } catch (IOException | ServletException | RuntimeException e) {
      // The stack reports what it cannot do by all kinds of unchecked exceptions.
      discard(session);
      throw new SendFailedException(String.valueOf(e.getMessage()), e);
    }
  }

  private Optional<String> proxyFor(OfflineMessage message) {
    return message.nextHop().or(() -> nextHop);
  }

  private Binding reachable(Binding target) {
    return reach
        .now(target)
        .orElseThrow(() -> new FlowFailedException("its connection is closed", null));
  }

  private SipServletRequest request(SipApplicationSession session, OfflineMessage message) {
    HeaderCharset charset = HeaderCharset.of(message.body());
    try {
      SipServletRequest request =
          factory.createRequest(
              session,
              "MESSAGE",
              factory.createAddress(charset.wrap(message.from())),
              factory.createAddress(charset.wrap(message.to())));
      for (Header header : message.headers()) {
        if (!header.name().equalsIgnoreCase("Date")) {
          request.addHeader(header.name(), charset.wrap(header.value()));
        }
      }
      request.setHeader(
          "Date", message.header("Date").orElseGet(() -> SipDate.format(message.receivedAt())));
      Duration left = Duration.between(clock.instant(), message.expiresAt());
      request.setHeader("Expires", Long.toString(Math.max(1, left.toSeconds())));
      if (message.body().contentType().isPresent()) {
        Bodies.set(request, message.body().bytes(), message.body().contentType().get());
      }
      return request;
    } catch (ServletParseException | IllegalArgumentException e) {
      // The container's text holds the value it did not like, which belongs in no log.
      throw new UnsendableMessageException("a header field or its type is not SIP", e);
    }
  }

  /** By the Path of the binding, else by the outbound proxy, else on the connection it came on. */
  private void address(SipServletRequest request, OfflineMessage message, Binding binding)
      throws ServletParseException {
    request.setRequestURI(factory.createURI(binding.contact()));
    Optional<String> proxy = proxyFor(message);
    List<String> route =
        binding.path().isEmpty() && proxy.isPresent() ? List.of(proxy.get()) : binding.route();
    if (!SecureWay.leads(message.requestUri(), binding.contact(), route)) {
      throw new SendFailedException("sips: needs TLS on the way", null);
    }
    forking.pushRoute(request, route);
    if (!large.mayGo(request, new RelayTarget(binding.contact(), route))) {
      throw new SendFailedException("too large for UDP", null);
    }
  }

  private static void discard(SipApplicationSession session) {
    if (session.isValid()) {
      session.invalidate();
    }
  }
}
