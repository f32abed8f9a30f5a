package org.msilo.location.jpa;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.msilo.message.AddressOfRecord;
import org.msilo.message.Binding;

/** One binding as a row; never leaves this package. */
@Entity(name = "Binding")
@Table(name = "binding")
@IdClass(BindingKey.class)
class BindingRow {
  @Id private String aor;
  @Id private byte[] contactKey;
  private String contact;
  private String parameters;
  private short q;
  private Instant expiresAt;
  private String callId;
  private long cseq;
  private String path;
  private String flow;
  private boolean takesMessages;
  private boolean closedToMail;
  private Instant registeredAt;

  /** For Jakarta Persistence. */
  protected BindingRow() {}

  static BindingRow of(Binding binding) {
    BindingRow row = new BindingRow();
    row.aor = binding.aor().toString();
    row.contactKey = BindingKey.of(binding).contactKey();
    row.contact = binding.contact();
    row.parameters = binding.parameters();
    row.q = (short) binding.q();
    row.expiresAt = binding.expiresAt();
    row.callId = binding.callId();
    row.cseq = binding.cseq();
    row.path = String.join("\n", binding.path());
    row.flow = binding.flow().orElse(null);
    row.takesMessages = binding.takesMessages();
    row.closedToMail = binding.closedToMail();
    row.registeredAt = binding.registeredAt();
    return row;
  }

  String aor() {
    return aor;
  }

  byte[] contactKey() {
    return contactKey;
  }

  Binding toBinding() {
    return new Binding(
        AddressOfRecord.ofCanonical(aor),
        contact,
        parameters,
        q,
        expiresAt,
        callId,
        cseq,
        path.isEmpty() ? List.of() : path.lines().toList(),
        Optional.ofNullable(flow),
        takesMessages,
        closedToMail,
        registeredAt);
  }
}
