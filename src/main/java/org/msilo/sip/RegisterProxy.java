package org.msilo.sip;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.servlet.sip.ServletParseException;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.TooManyHopsException;
import org.msilo.dump.MailboxDump;
import org.msilo.location.BindingStore;
import org.msilo.location.RegistrarsWord;
import org.msilo.message.AddressOfRecord;
import org.msilo.message.Binding;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * REGISTER when the registrar is further down the chain: proxied on; what its 2xx lists are the
 * bindings (RFC 3261 10.3: the registrar's word counts), and their mail goes out. Thread-safe.
 */
final class RegisterProxy implements RegistrarSide {
  private static final Logger LOG = LoggerFactory.getLogger(RegisterProxy.class);

  /** SipSession attribute with the {@link Passed} REGISTER of a proxied one. */
  private static final String ATTRIBUTE = "org.msilo.register";

  /** What a registrar that says nothing means (RFC 3261 10.2.1.1). */
  private static final Duration DEFAULT_LIFE = Duration.ofHours(1);

  private final Admission admission;
  private final ForeignHandler foreign;
  private final Forking forking;
  private final RelayTargets next;
  private final BindingStore bindings;
  private final MailboxDump dump;
  private final Clock clock;

  RegisterProxy(
      Admission admission,
      ForeignHandler foreign,
      Forking forking,
      RelayTargets next,
      Mailboxes mailboxes,
      Clock clock) {
    this.admission = admission;
    this.foreign = foreign;
    this.forking = forking;
    this.next = next;
    this.bindings = mailboxes.bindings();
    this.dump = mailboxes.dump();
    this.clock = clock;
  }

  @Override
  public void handle(SipServletRequest request) {
    try {
      admission.checkProxying(request);
      if (!admission.isLocal(admission.requestUri(request))) {
        foreign.handle(request);
        return;
      }
      String to = request.getTo().getURI().toString();
      AddressOfRecord aor =
          AddressOfRecord.parse(to)
              .orElseThrow(
                  () ->
                      new BadRequestException(
                          StatusCodes.BAD_REQUEST, "To is no address-of-record: " + to));
      request.getSession().setAttribute(ATTRIBUTE, new Passed(aor, request));
      forking.prepare(request, next.of(aor, request).join());
      request.getProxy().startProxy();
    } catch (BadRequestException e) {
      Answers.refuse(request, e);
    } catch (TooManyHopsException e) {
      Answers.send(request, StatusCodes.TOO_MANY_HOPS);
    }
  }

  @Override
  public void answered(SipServletResponse response) {
    if (response.getSession().getAttribute(ATTRIBUTE) instanceof Passed passed
        && StatusCodes.isSuccess(response.getStatus())) {
      try {
        take(passed, response);
      } catch (ServletParseException | BadRequestException e) {
        LOG.warn("the registrar's answer for {} cannot be read", passed.aor);
        LOG.debug("because of this", e);
      }
    }
  }

  private void take(Passed passed, SipServletResponse response)
      throws ServletParseException, BadRequestException {
    Instant now = clock.instant();
    List<String> ofThisRegister = Contact.urisOf(passed.request);
    List<String> path =
        HeaderFields.addresses(passed.request, "Path").stream()
            .map(a -> a.getURI().toString())
            .toList();
    List<Binding> listed = new ArrayList<>();
    for (Contact contact : Contact.allOf(response)) {
      Optional<Duration> life = contact.life(response);
      if (life.filter(Duration::isZero).isEmpty()) {
        listed.add(binding(passed, contact, now.plus(life.orElse(DEFAULT_LIFE)), path));
      }
    }
    bindings
        .mirror(new RegistrarsWord(passed.aor, listed, ofThisRegister))
        .thenCompose(
            outcome ->
                dump.remember(passed.aor, outcome.renewed())
                    .thenRun(() -> dump.registered(passed.aor, outcome.renewed())))
        .exceptionally(
            e -> {
              LOG.warn("the bindings of {} are not kept: {}", passed.aor, e.getMessage());
              return null;
            });
  }

  private Binding binding(Passed passed, Contact contact, Instant expiresAt, List<String> path)
      throws BadRequestException {
    return new Binding(
        passed.aor,
        contact.uri(),
        contact.otherParameters(),
        contact.preference(),
        expiresAt,
        passed.request.getCallId(),
        HeaderFields.cseq(passed.request),
        path,
        Optional.empty(),
        contact.takesMessages(passed.request),
        false,
        clock.instant());
  }

  /** A REGISTER on its way to the registrar. */
  private record Passed(AddressOfRecord aor, SipServletRequest request) {}
}
