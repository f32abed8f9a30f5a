package org.msilo.location;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
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
  private final Nodes nodes;
  private final FlowRoutes routes;

  /**
   * @param nodes who else may have a connection
   * @param routes how that one is asked to send on it
   */
  public Reach(Connections connections, Nodes nodes, FlowRoutes routes) {
    this.connections = connections;
    this.nodes = nodes;
    this.routes = routes;
  }

  /** The same for several, those without a way left out; other nodes are made known before. */
  CompletableFuture<List<Binding>> now(List<Binding> bindings) {
    Set<String> others =
        bindings.stream()
            .flatMap(binding -> connection(binding).flatMap(Flow::node).stream())
            .collect(Collectors.toSet());
    return others.isEmpty()
        ? CompletableFuture.completedFuture(reachable(bindings))
        : nodes.meet(others).thenApply(done -> reachable(bindings));
  }

  private List<Binding> reachable(List<Binding> bindings) {
    return bindings.stream().flatMap(binding -> now(binding).stream()).toList();
  }

  private static Optional<Flow> connection(Binding binding) {
    return binding.flow().flatMap(Flow::parse).filter(Flow::isConnection);
  }

  /**
   * The binding as it is to be sent to: as it is; or by the node that has its connection; or by its
   * Contact alone if its connection is gone and its device can be connected to.
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
      Optional<Binding> direct =
          takesConnections(binding, contact.get(), flow.get())
              ? Optional.of(binding.withoutFlow())
              : Optional.empty();
      return byItsNode(binding, flow.get(), direct).or(() -> direct);
    }
    // Its name stands for no address: to look it up or to send to it is of no use (RFC 7118 5).
    return contact.get().isInvalidHost() ? Optional.empty() : Optional.of(binding);
  }

  private Optional<Binding> byItsNode(Binding binding, Flow flow, Optional<Binding> direct) {
    return flow.node()
        .flatMap(nodes::addressOf)
        .map(address -> binding.reachedBy(routes.by(address, flow, direct.map(Binding::contact))));
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
