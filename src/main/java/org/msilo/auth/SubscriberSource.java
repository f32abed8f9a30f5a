package org.msilo.auth;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.msilo.message.AddressOfRecord;

/** Where the hashes of passwords come from. Thread-safe. */
public interface SubscriberSource {

  /**
   * Looks a user up; does not wait. The future fails with {@link
   * org.msilo.store.MessageStoreException} when the database cannot work.
   */
  CompletableFuture<Optional<Subscriber>> find(AddressOfRecord aor);
}
