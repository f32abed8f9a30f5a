package org.msilo.store.jpa;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A number that a node has, or had; never leaves this package. */
@Entity(name = "Node")
@Table(name = "node")
class NodeRow {
  @Id private short number;
  private String owner;
  private String identity;
  private Instant heldUntil;

  /** For Jakarta Persistence. */
  protected NodeRow() {}

  NodeRow(int number) {
    this.number = (short) number;
  }

  int number() {
    return number;
  }

  /** Name of its holder in claims; null if that one has stopped, or was found dead. */
  String owner() {
    return owner;
  }

  boolean wasOf(String installation) {
    return installation.equals(identity);
  }

  Instant heldUntil() {
    return heldUntil;
  }

  void hold(String newOwner, String installation, Instant until) {
    owner = newOwner;
    identity = installation;
    heldUntil = until;
  }

  void free() {
    owner = null;
  }
}
