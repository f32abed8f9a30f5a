package org.msilo.sip;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.servlet.sip.SipServletRequest;
import org.msilo.location.BindingStore;
import org.msilo.message.AddressOfRecord;

/** Where requests for a local user are relayed to. Thread-safe; never waits. */
@FunctionalInterface
interface RelayTargets {

  /** The targets for a request; none when the user is not there. */
  CompletableFuture<List<RelayTarget>> of(AddressOfRecord recipient, SipServletRequest request);

  /** The bindings that we keep ourselves. */
  static RelayTargets bindings(BindingStore bindings) {
    return (recipient, request) ->
        bindings
            .bindingsOf(recipient)
            .thenApply(found -> found.stream().map(RelayTarget::of).toList());
  }

  /** The one place further down the chain, which knows whether the user is there. */
  static RelayTargets next(Optional<String> hop) {
    return (recipient, request) ->
        CompletableFuture.completedFuture(
            List.of(
                new RelayTarget(
                    request.getRequestURI().toString(), hop.map(List::of).orElse(List.of()))));
  }
}
