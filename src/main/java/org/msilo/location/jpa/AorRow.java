package org.msilo.location.jpa;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/**
 * What is locked while the bindings of an address-of-record are changed: of two nodes that do so at
 * once, one waits for the other. Locks on the bindings themselves would not keep out new ones.
 */
@Entity(name = "Aor")
@Table(name = "aor")
class AorRow {
  @Id private String aor;

  /** For Jakarta Persistence. */
  protected AorRow() {}

  AorRow(String aor) {
    this.aor = aor;
  }

  String aor() {
    return aor;
  }
}
