package org.msilo.store.jpa;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** One row of a foreign table that was taken over; never leaves this package. */
@Entity(name = "Imported")
@Table(name = "imported")
class ImportedRow {
  @Id private String sourceRow;
  private Instant expiresAt;

  /** For Jakarta Persistence. */
  protected ImportedRow() {}

  ImportedRow(String sourceRow, Instant expiresAt) {
    this.sourceRow = sourceRow;
    this.expiresAt = expiresAt;
  }
}
