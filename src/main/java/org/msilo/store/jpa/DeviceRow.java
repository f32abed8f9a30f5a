package org.msilo.store.jpa;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;

/** A device of an address-of-record as a row; never leaves this package. */
@Entity(name = "Device")
@Table(name = "device")
@IdClass(DeviceKey.class)
class DeviceRow {
  @Id private String aor;
  @Id private String device;
  private Instant lastSeenAt;
  private int attempts;
  private short lastStatus;
  private Instant retryAt;

  /** For Jakarta Persistence. */
  protected DeviceRow() {}

  DeviceRow(String aor, String device) {
    this.aor = aor;
    this.device = device;
  }

  String aor() {
    return aor;
  }

  String device() {
    return device;
  }

  int attempts() {
    return attempts;
  }

  Instant retryAt() {
    return retryAt;
  }

  boolean isSeenAfter(Instant moment) {
    return lastSeenAt.isAfter(moment);
  }

  boolean isSparedAt(Instant moment) {
    return retryAt != null && moment.isBefore(retryAt);
  }

  void seen(Instant at) {
    lastSeenAt = at;
    taken();
  }

  void taken() {
    attempts = 0;
    retryAt = null;
  }

  void failed(int failedRounds, int status, Instant nextAttemptAt) {
    attempts = failedRounds;
    lastStatus = (short) status;
    retryAt = nextAttemptAt;
  }
}
