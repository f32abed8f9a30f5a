package org.msilo.store.jpa;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A shared secret as a row; never leaves this package. */
@Entity(name = "Secret")
@Table(name = "secret")
class SecretRow {
  @Id private String name;
  private byte[] bytes;

  /** For Jakarta Persistence. */
  protected SecretRow() {}

  SecretRow(String name, byte[] bytes) {
    this.name = name;
    this.bytes = bytes;
  }

  byte[] bytes() {
    return bytes;
  }
}
