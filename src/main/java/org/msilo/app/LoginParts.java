package org.msilo.app;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.msilo.auth.AddressBlocks;
import org.msilo.auth.AuthPolicy;
import org.msilo.auth.Authenticator;
import org.msilo.auth.DigestAlgorithm;
import org.msilo.auth.Nonces;
import org.msilo.auth.SubscriberSource;
import org.msilo.auth.jpa.JpaSubscriberStore;
import org.msilo.auth.jpa.SubscriberQuery;
import org.msilo.config.Auth;
import org.msilo.config.MsiloConfig;
import org.msilo.config.Relay;
import org.msilo.store.jpa.ForeignTables;
import org.msilo.store.jpa.Transactions;

/** What the settings say of users, as the parts that obey them. */
final class LoginParts implements AutoCloseable {
  private final MsiloConfig config;
  private final JpaSubscriberStore store;
  private final Optional<SubscriberQuery> query;

  /**
   * @throws org.msilo.store.jpa.DatabaseUnavailableException if the table of others cannot be read
   */
  LoginParts(MsiloConfig config, Transactions transactions, Threads threads) {
    this.config = config;
    this.query =
        config
            .login()
            .query()
            .map(
                it ->
                    new SubscriberQuery(
                        ForeignTables.open(it.dbUrl(), it.dbUser(), it.dbPassword()),
                        it.sql(),
                        threads.loops(),
                        threads.replies()));
    this.store = new JpaSubscriberStore(transactions, threads.loops(), threads.replies());
  }

  AuthPolicy policy() {
    boolean all = config.auth() == Auth.ALL;
    return new AuthPolicy(
        config.auth() != Auth.OFF,
        all,
        all || config.relay() == Relay.AUTHENTICATED,
        new AddressBlocks(config.trusted()));
  }

  Authenticator authenticator(Nonces nonces, Clock clock) {
    List<DigestAlgorithm> offered =
        config.login().algorithms().stream()
            .map(name -> DigestAlgorithm.named(name).orElseThrow())
            .toList();
    return new Authenticator(
        query.map(SubscriberSource.class::cast).orElse(store), offered, nonces, clock);
  }

  boolean isIdle() {
    return store.isIdle() && query.map(SubscriberQuery::isIdle).orElse(true);
  }

  @Override
  public void close() {
    store.close();
    query.ifPresent(SubscriberQuery::close);
  }
}
