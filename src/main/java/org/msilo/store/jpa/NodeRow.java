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
  private String address;
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

  /** SIP URI under which the other nodes reach its holder; null if they do not. */
  String address() {
    return address;
  }

  void hold(String newOwner, String installation, String newAddress, Instant until) {
    owner = newOwner;
    identity = installation;
    address = newAddress;
    heldUntil = until;
  }

  void free() {
    owner = null;
  }
}
