package org.msilo.location;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.msilo.message.AddressOfRecord;
import org.msilo.message.Binding;

/**
 * The bindings. Calls that return a future never wait for the database; the future completes after
 * the commit, or fails with {@link org.msilo.store.MessageStoreException}, and then nothing has
 * changed. Thread-safe.
 */
public interface BindingStore {

  /** Applies a REGISTER, all of it or nothing, one at a time for each address-of-record. */
  CompletableFuture<RegisterOutcome> register(Registration registration);

  /**
   * Takes over what another registrar says: these are all the bindings of the address-of-record
   * now.
   */
  CompletableFuture<RegisterOutcome> mirror(RegistrarsWord word);

  /** The live bindings of an address-of-record, the preferred first. */
  CompletableFuture<List<Binding>> bindingsOf(AddressOfRecord aor);

  /** Sends no more mail to this binding until it registers anew. */
  CompletableFuture<Void> closeToMail(Binding binding);

  /**
   * Looks at so many addresses-of-record after the given one, in order, for those that have a live
   * binding; waits for the database.
   *
   * @param limit how many are looked at, also if the bindings of all of them have lapsed
   */
  BoundPage boundAfter(Optional<AddressOfRecord> previous, Instant now, int limit);

  /**
   * Removes up to {@code limit} bindings that lapsed before {@code now}, and forgets those that
   * were removed long enough before it; waits for the database.
   */
  int deleteExpired(Instant now, int limit);
}
