package org.msilo.auth.jpa;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.util.Optional;
import org.msilo.auth.Subscriber;
import org.msilo.message.AddressOfRecord;

/** A subscriber as a row, in the shape of SER and its children; never leaves this package. */
@Entity(name = "Subscriber")
@Table(name = "subscriber")
@IdClass(SubscriberKey.class)
class SubscriberRow {
  @Id private String username;
  @Id private String domain;
  private String ha1;
  private String ha1Sha256;

  /** For Jakarta Persistence. */
  protected SubscriberRow() {}

  static SubscriberRow of(Subscriber subscriber) {
    SubscriberRow row = new SubscriberRow();
    row.username = subscriber.aor().user();
    row.domain = subscriber.aor().host();
    row.ha1 = subscriber.ha1().orElse("");
    row.ha1Sha256 = subscriber.ha1Sha256().orElse("");
    return row;
  }

  AddressOfRecord aor() {
    return new AddressOfRecord(username, domain);
  }

  Subscriber toSubscriber() {
    return new Subscriber(aor(), filled(ha1), filled(ha1Sha256));
  }

  private static Optional<String> filled(String hash) {
    return Optional.of(hash).filter(text -> !text.isEmpty());
  }
}
