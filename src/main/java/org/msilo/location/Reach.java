package org.msilo.location;

import java.util.Optional;
import org.msilo.message.Binding;
import org.msilo.message.Flow;
import org.msilo.message.IpAddress;
import org.msilo.message.SipUri;

/**
 * By what way a binding can be reached now. One that was learned over a connection ends with it for
 * delivery, not for the registrar (RFC 5626 5.3): whoever listens at the port of a closed
 * connection is not the one who registered. Thread-safe; never waits.
 */
public final class Reach {
  private final Connections connections;

  public Reach(Connections connections) {
    this.connections = connections;
  }

  /**
   * The binding as it is to be sent to: as it is, or by its Contact alone if its connection is gone
   * and its device can be connected to.
   *
   * @return empty when there is no way to it before it registers anew
   */
  public Optional<Binding> now(Binding binding) {
    Optional<Flow> flow = binding.flow().flatMap(Flow::parse);
    Optional<SipUri> contact = SipUri.parse(binding.contact());
    if (!binding.path().isEmpty() || contact.isEmpty()) {
      return Optional.of(binding);
    }
    if (flow.isPresent()) {
      if (!flow.get().isConnection() || connections.isOpen(flow.get())) {
        return Optional.of(binding);
      }
      return takesConnections(binding, contact.get(), flow.get())
          ? Optional.of(binding.withoutFlow())
          : Optional.empty();
    }
    // Its name stands for no address: to look it up or to send to it is of no use (RFC 7118 5).
    return contact.get().isInvalidHost() ? Optional.empty() : Optional.of(binding);
  }

  /** Whether the device listens at its Contact, too, as far as its REGISTER lets us know. */
  private static boolean takesConnections(Binding binding, SipUri contact, Flow flow) {
    boolean outbound = binding.flowKey().isPresent() || contact.parameters().containsKey("ob");
    boolean webSocket = flow.transport().startsWith("ws");
    boolean behindNat = IpAddress.isPrivate(contact.host()) && !contact.host().equals(flow.host());
    return !outbound
        && !webSocket
        && !behindNat
        && !contact.isInvalidHost()
        && !flow.leadsTo(contact);
  }
}
