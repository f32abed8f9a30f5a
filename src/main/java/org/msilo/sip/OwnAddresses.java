package org.msilo.sip;

import java.util.Collection;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.msilo.message.AddressOfRecord;

/**
 * The hosts this server is reached at: requests to them without a user are for the server itself,
 * whatever its domains are. The container knows them only when it can send. Thread-safe.
 */
public final class OwnAddresses {
  private final AtomicReference<Set<String>> hosts = new AtomicReference<>(Set.of());

  /** Sets them; until then there are none. */
  public void set(Collection<String> newHosts) {
    hosts.set(
        newHosts.stream()
            .map(AddressOfRecord::canonicalHost)
            .collect(Collectors.toUnmodifiableSet()));
  }

  boolean contain(String host) {
    return hosts.get().contains(AddressOfRecord.canonicalHost(host));
  }
}
