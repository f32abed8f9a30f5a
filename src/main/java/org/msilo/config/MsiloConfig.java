package org.msilo.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All settings, checked and immutable; hosts in {@code domains} are lower case, IPv6 in brackets;
 * {@code encryptionKeys} by their ids, the one for new rows first.
 */
public record MsiloConfig(
    String dbUrl,
    String dbUser,
    String dbPassword,
    String dbTable,
    Optional<String> nodeAddress,
    Optional<String> registrar,
    Duration expireTime,
    Duration checkTime,
    int cleanPeriod,
    boolean useContact,
    boolean expiryNotice,
    Delivery delivery,
    Duration deviceHorizon,
    int mode,
    Optional<String> nextHop,
    String offlineMessage,
    Location location,
    Optional<String> registrarHop,
    Set<String> thirdPartyFrom,
    Set<String> domains,
    Relay relay,
    Duration defaultExpires,
    Duration minExpires,
    Duration maxExpires,
    Duration frTimer,
    boolean largeOverUdp,
    int maxMessageSize,
    Map<String, byte[]> encryptionKeys,
    Limits limits,
    Path home,
    List<ListenAddress> listen,
    TlsFiles tls,
    int rehearsal,
    Optional<HostPort> http,
    Auth auth,
    Set<String> trusted,
    Login login,
    List<EffectiveSetting> effective) {
  public MsiloConfig {
    domains = Set.copyOf(domains);
    thirdPartyFrom = Set.copyOf(thirdPartyFrom);
    listen = List.copyOf(listen);
    trusted = Set.copyOf(trusted);
    effective = List.copyOf(effective);
  }

  /** One line for each setting, for the log; secrets are masked. */
  public List<String> describe() {
    return effective.stream().map(EffectiveSetting::toString).toList();
  }

  /** Whether the operator has not said who must prove who he is. */
  public boolean isAuthByDefault() {
    return effective.stream()
        .filter(it -> it.name().equals(Setting.AUTH.key()))
        .allMatch(it -> it.place().equals(SettingValues.DEFAULT));
  }

  /** Keeps the password out of what a log or a debugger prints. */
  @Override
  public String toString() {
    return "MsiloConfig" + effective;
  }
}
