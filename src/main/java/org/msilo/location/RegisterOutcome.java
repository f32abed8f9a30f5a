package org.msilo.location;

import java.util.List;
import java.util.stream.Stream;
import org.msilo.message.Binding;

/**
 * What a REGISTER came to.
 *
 * @param status done, or why not
 * @param bindings all bindings of the address-of-record afterwards
 * @param renewed those that this REGISTER added or refreshed
 * @param removed what is remembered of those that a REGISTER removed; they are bindings no more
 */
public record RegisterOutcome(
    Status status, List<Binding> bindings, List<Binding> renewed, List<Binding> removed) {

  RegisterOutcome(Status status, List<Binding> bindings, List<Binding> renewed) {
    this(status, bindings, renewed, List.of());
  }

  /** All that is to be kept: the bindings, and what is remembered. */
  public List<Binding> kept() {
    return Stream.concat(bindings.stream(), removed.stream()).toList();
  }

  /** Whether the REGISTER took effect; if not, it changed nothing at all. */
  public enum Status {
    DONE,
    /** A contact asks for less than the registrar grants. */
    TOO_BRIEF,
    /** Same Call-ID, but no higher CSeq than that of a binding it would change. */
    OUT_OF_ORDER,
    /** More bindings than one address-of-record may have. */
    TOO_MANY
  }

  static RegisterOutcome refused(Status status) {
    return new RegisterOutcome(status, List.of(), List.of());
  }
}
