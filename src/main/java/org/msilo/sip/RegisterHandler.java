package org.msilo.sip;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.servlet.sip.ServletParseException;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import org.msilo.dump.MailboxDump;
import org.msilo.limit.Limit;
import org.msilo.location.BindingStore;
import org.msilo.location.RegisterOutcome;
import org.msilo.location.Registration;
import org.msilo.message.Binding;
import org.msilo.message.Header;
import org.msilo.message.SipDate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * REGISTER in: the registrar decides, the answer goes out, then the dump starts. Runs on SIP
 * threads and continues on reply threads; thread-safe.
 */
final class RegisterHandler implements RegistrarSide {
  private static final Logger LOG = LoggerFactory.getLogger(RegisterHandler.class);
  private static final double THOUSANDTHS = 1000;

  private final RegistrationReader reader;
  private final Admission admission;
  private final ForeignHandler foreign;
  private final BindingStore bindings;
  private final MailboxDump dump;
  private final Duration minExpires;
  private final Doorkeeper doorkeeper;
  private final RequestLimits limits;

  RegisterHandler(
      RegistrationReader reader,
      Admission admission,
      ForeignHandler foreign,
      Mailboxes mailboxes,
      Duration minExpires,
      Doorkeeper doorkeeper,
      RequestLimits limits) {
    this.reader = reader;
    this.admission = admission;
    this.foreign = foreign;
    this.bindings = mailboxes.bindings();
    this.dump = mailboxes.dump();
    this.minExpires = minExpires;
    this.doorkeeper = doorkeeper;
    this.limits = limits;
  }

  @Override
  public void handle(SipServletRequest request) {
    try {
      if (!admission.isLocal(admission.requestUri(request))) {
        admission.checkProxying(request);
        foreign.handle(request);
      } else if (reader.registersOther(request)) {
        register(request);
      } else {
        doorkeeper.registering(request, this::register);
      }
    } catch (BadRequestException e) {
      Answers.refuse(request, e);
    }
  }

  private void register(SipServletRequest request) {
    try {
      admission.checkRequired(request);
      register(request, reader.read(request), Outbound.headersFor(request));
    } catch (ServletParseException e) {
      Answers.refuse(request, new BadRequestException(StatusCodes.BAD_REQUEST, e.getMessage()));
    } catch (BadRequestException e) {
      Answers.refuse(request, e);
    }
  }

  @Override
  public void answered(SipServletResponse response) {
    // Nothing is passed on from here.
  }

  private void register(
      SipServletRequest request, Registration registration, List<Header> outbound) {
    bindings
        .register(registration)
        .thenCompose(outcome -> remembered(registration, outcome))
        .thenAccept(outcome -> answer(request, registration, outbound, outcome))
        .exceptionally(
            e -> {
              LOG.warn("REGISTER for {} not done: {}", registration.aor(), e.getMessage());
              Answers.sendUnavailable(request);
              return null;
            });
  }

  private CompletableFuture<RegisterOutcome> remembered(
      Registration registration, RegisterOutcome outcome) {
    return dump.remember(registration.aor(), outcome.renewed()).thenApply(done -> outcome);
  }

  private void answer(
      SipServletRequest request,
      Registration registration,
      List<Header> outbound,
      RegisterOutcome outcome) {
    if (outcome.status() == RegisterOutcome.Status.TOO_MANY) {
      limits.hit(Limit.CONTACTS);
    }
    Answers.send(
        request,
        StatusCodes.of(outcome.status()),
        headers(registration, outbound, outcome).toArray(Header[]::new));
    dump.registered(registration.aor(), outcome.renewed());
  }

  private List<Header> headers(
      Registration registration, List<Header> outbound, RegisterOutcome outcome) {
    List<Header> headers = new ArrayList<>();
    Instant now = registration.receivedAt();
    if (outcome.status() == RegisterOutcome.Status.TOO_BRIEF) {
      headers.add(new Header("Min-Expires", Long.toString(minExpires.toSeconds())));
    }
    if (outcome.status() == RegisterOutcome.Status.DONE) {
      outcome.bindings().forEach(b -> headers.add(new Header("Contact", contact(b, now))));
      registration.path().forEach(uri -> headers.add(new Header("Path", "<" + uri + ">")));
      headers.add(new Header("Date", SipDate.format(now)));
      headers.addAll(outbound);
    }
    return headers;
  }

  private static String contact(Binding binding, Instant now) {
    String q =
        binding.q() == THOUSANDTHS
            ? ""
            : ";q=" + BigDecimal.valueOf(binding.q(), 3).stripTrailingZeros().toPlainString();
    return "<%s>%s%s;expires=%d"
        .formatted(
            binding.contact(),
            binding.parameters(),
            q,
            Duration.between(now, binding.expiresAt()).toSeconds());
  }
}
