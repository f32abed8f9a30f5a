package org.msilo.store.jpa;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import org.msilo.store.Answer;

/** That a device has done with a message, as a row; never leaves this package. */
@Entity(name = "Delivery")
@Table(name = "delivery")
@IdClass(DeliveryKey.class)
class DeliveryRow {
  @Id private long messageId;
  @Id private String device;
  private String mailbox;
  private boolean taken;
  private short status;
  private String reason;
  private Instant settledAt;
  private Instant expiresAt;

  /** For Jakarta Persistence. */
  protected DeliveryRow() {}

  DeliveryRow(
      MailKey message,
      String device,
      boolean taken,
      Answer answer,
      Instant settledAt,
      Instant expiresAt) {
    this.messageId = message.id();
    this.device = device;
    this.mailbox = message.mailbox();
    this.taken = taken;
    this.status = (short) answer.status();
    this.reason = answer.reason();
    this.settledAt = settledAt;
    this.expiresAt = expiresAt;
  }

  MailKey message() {
    return new MailKey(mailbox, messageId);
  }

  long messageId() {
    return messageId;
  }

  String device() {
    return device;
  }

  boolean isTaken() {
    return taken;
  }
}
