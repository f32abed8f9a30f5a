package org.msilo.location;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.msilo.message.AddressOfRecord;
import org.msilo.message.Binding;

/**
 * A store whose look-ups leave out what cannot be reached now, and say how the rest can. Registrar
 * and clean-up see all there is. Thread-safe.
 */
public final class ReachableBindings implements BindingStore {
  private final BindingStore all;
  private final Reach reach;

  public ReachableBindings(BindingStore all, Reach reach) {
    this.all = all;
    this.reach = reach;
  }

  @Override
  public CompletableFuture<List<Binding>> bindingsOf(AddressOfRecord aor) {
    return all.bindingsOf(aor).thenCompose(reach::now);
  }

  @Override
  public CompletableFuture<RegisterOutcome> register(Registration registration) {
    return all.register(registration);
  }

  @Override
  public CompletableFuture<RegisterOutcome> mirror(RegistrarsWord word) {
    return all.mirror(word);
  }

  @Override
  public CompletableFuture<Void> closeToMail(Binding binding) {
    return all.closeToMail(binding);
  }

  @Override
  public BoundPage boundAfter(Optional<AddressOfRecord> previous, Instant now, int limit) {
    return all.boundAfter(previous, now, limit);
  }

  @Override
  public int deleteExpired(Instant now, int limit) {
    return all.deleteExpired(now, limit);
  }
}
