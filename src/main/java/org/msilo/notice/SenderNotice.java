package org.msilo.notice;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.msilo.dump.RefusalListener;
import org.msilo.location.BindingStore;
import org.msilo.message.AddressOfRecord;
import org.msilo.message.Binding;
import org.msilo.message.IpAddress;
import org.msilo.message.NameAddr;
import org.msilo.message.OfflineMessage;
import org.msilo.message.SipUri;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells senders that their message waits, was declined or refused, or expired. Never about a
 * notice, and never about delivery reports, which would answer notices with reports without end.
 * Thread-safe; never waits.
 */
public final class SenderNotice implements RefusalListener {
  private static final Logger LOG = LoggerFactory.getLogger(SenderNotice.class);

  /** Types that machines send (RFC 5438, RFC 3994). */
  private static final Set<String> MACHINE_TYPES =
      Set.of("message/imdn+xml", "application/im-iscomposing+xml");

  private static final String CPIM = "message/cpim";
  private static final int CPIM_HEADERS = 2048;
  private static final String DECLINED = "Your message to {to} was declined.";
  private static final String REFUSED = "Your message to {to} could not be delivered.";
  private static final String EXPIRED = "Your message to {to} expired before it was delivered.";

  private final NoticeSettings settings;
  private final BindingStore bindings;
  private final Predicate<AddressOfRecord> isLocal;
  private final NoticeSender sender;

  public SenderNotice(
      NoticeSettings settings,
      BindingStore bindings,
      Predicate<AddressOfRecord> isLocal,
      NoticeSender sender) {
    this.settings = settings;
    this.bindings = bindings;
    this.isLocal = isLocal;
    this.sender = sender;
  }

  /** The message was kept because its recipient could not take it. */
  public void kept(OfflineMessage message) {
    tell(message, settings.offlineMessage());
  }

  /** The recipient declined the message, and it is gone. */
  @Override
  public void declined(OfflineMessage message) {
    tell(message, DECLINED);
  }

  /** No phone of the recipient will ever take the message. */
  @Override
  public void refused(OfflineMessage message) {
    if (settings.expiryNotice()) {
      tell(message, REFUSED);
    }
  }

  /** The message expired undelivered, and it is gone. */
  public void expired(OfflineMessage message) {
    if (settings.expiryNotice()) {
      tell(message, EXPIRED);
    }
  }

  /** Whether senders hear of messages that expired. */
  public boolean tellsOfExpiry() {
    return settings.registrar().isPresent() && settings.expiryNotice();
  }

  private void tell(OfflineMessage message, String text) {
    if (settings.registrar().isEmpty() || isByMachine(message)) {
      return;
    }
    String senderUri = NameAddr.uriOf(message.from());
    if (message.sender().isEmpty() || isRegistrar(message.sender().get())) {
      return;
    }
    String filled = text.replace("{to}", message.mailbox().toUri());
    Optional<String> seen = message.senderContact().filter(c -> SipUri.parse(c).isPresent());
    Optional<String> contact = seen.filter(uri -> settings.useContact() && !uri.equals(senderUri));
    if (contact.isPresent()) {
      send(senderUri, contact.get(), Notice.routeOf(settings.nextHop()), filled);
    } else if (isLocal.test(message.sender().get())) {
      tellLocal(message.sender().get(), senderUri, filled);
    } else if (settings.nextHop().isPresent() || isAtHostOf(seen, senderUri)) {
      // Without a proxy of the operator's to judge it, a From could name anybody in the world.
      send(senderUri, senderUri, Notice.routeOf(settings.nextHop()), filled);
    }
  }

  /** Whether this is where the message was seen to come from. */
  private static boolean isAtHostOf(Optional<String> seen, String uri) {
    Optional<SipUri> there = seen.flatMap(SipUri::parse);
    return SipUri.parse(uri)
        .filter(to -> !to.parameters().containsKey("maddr"))
        .filter(to -> there.isPresent() && IpAddress.isSame(to.host(), there.get().host()))
        .isPresent();
  }

  /**
   * A sender of ours is reached at his bindings: by way of ourselves the notice would be relayed.
   */
  private void tellLocal(AddressOfRecord aor, String senderUri, String text) {
    bindings
        .bindingsOf(aor)
        .thenAccept(
            found ->
                found.stream()
                    .filter(Binding::takesMessages)
                    .findFirst()
                    .ifPresent(b -> send(senderUri, b.contact(), routeTo(b), text)))
        .exceptionally(
            e -> {
              LOG.warn("no notice to {}: {}", aor, e.getMessage());
              return null;
            });
  }

  private List<String> routeTo(Binding binding) {
    return binding.path().isEmpty() && settings.nextHop().isPresent()
        ? Notice.routeOf(settings.nextHop())
        : binding.route();
  }

  private void send(String to, String requestUri, List<String> route, String text) {
    Notice notice = new Notice(settings.registrar().orElseThrow(), to, requestUri, route, text);
    try {
      sender.send(notice);
    } catch (RuntimeException e) {
      // Who kept or settled the message has to go on with it, whatever becomes of the notice.
      LOG.warn("no notice to {}: {}", to, e.getMessage());
    }
  }

  private boolean isRegistrar(AddressOfRecord aor) {
    return settings.registrar().flatMap(AddressOfRecord::parse).filter(aor::equals).isPresent();
  }

  private static boolean isByMachine(OfflineMessage message) {
    String type = message.body().mediaType();
    if (!type.equals(CPIM)) {
      return MACHINE_TYPES.contains(type);
    }
    byte[] bytes = message.body().bytes();
    String beginning =
        new String(bytes, 0, Math.min(bytes.length, CPIM_HEADERS), StandardCharsets.ISO_8859_1)
            .toLowerCase(Locale.ROOT);
    return MACHINE_TYPES.stream().anyMatch(beginning::contains);
  }
}
