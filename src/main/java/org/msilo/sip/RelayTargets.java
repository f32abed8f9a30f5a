package org.msilo.sip;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import javax.servlet.sip.SipServletRequest;
import org.msilo.location.BindingStore;
import org.msilo.message.AddressOfRecord;
import org.msilo.message.Binding;

/** Where requests for a local user are relayed to. Thread-safe; never waits. */
@FunctionalInterface
interface RelayTargets {

  /** The targets for a request; none when the user is not there. */
  CompletableFuture<List<RelayTarget>> of(AddressOfRecord recipient, SipServletRequest request);

  /** The bindings that we keep ourselves; each device by one of its flows (RFC 5626 5.3). */
  static RelayTargets bindings(BindingStore bindings, LargeRequests large) {
    return (recipient, request) ->
        bindings
            .bindingsOf(recipient)
            .thenApply(
                found ->
                    onePerDevice(bestFirst(found, request)).stream()
                        .map(RelayTarget::of)
                        .filter(target -> large.mayGo(request, target))
                        .filter(target -> target.isSecureEnoughFor(request))
                        .toList());
  }

  /** As they come, but for a large request those first that need no datagrams for it. */
  private static List<Binding> bestFirst(List<Binding> found, SipServletRequest request) {
    return found.size() > 1 && LargeRequests.isLarge(request)
        ? found.stream()
            .sorted(Comparator.comparing(Binding::isCongestionControlled).reversed())
            .toList()
        : found;
  }

  private static List<Binding> onePerDevice(List<Binding> found) {
    Set<String> devices = new HashSet<>();
    return found.stream()
        .filter(b -> b.flowKey().isEmpty() || devices.add(b.instance().orElseThrow()))
        .toList();
  }

  /** The one place further down the chain, which knows whether the user is there. */
  static RelayTargets next(Optional<String> hop) {
    return (recipient, request) -> {
      RelayTarget target =
          new RelayTarget(request.getRequestURI().toString(), hop.map(List::of).orElse(List.of()));
      boolean secure =
          hop.isPresent() ? target.isSecureEnoughFor(request) : SecureWay.leads(request);
      return CompletableFuture.completedFuture(secure ? List.of(target) : List.of());
    };
  }
}
