package org.msilo.store.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.msilo.testing.MessageFixtures.NOON;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.msilo.testing.SettableClock;
import org.msilo.testing.TestDatabase;

/** Where nodes say they are reached, and for how long that counts. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class NodeDirectoryTest {
  private static final String ADDRESS = "sip:10.0.0.1:5060;transport=tcp";

  private final SettableClock clock = new SettableClock(NOON);
  private final Transactions transactions;
  private final NodeDirectory directory;

  NodeDirectoryTest(TestDatabase on) {
    this.transactions = on.shared().transactions();
    this.directory = new NodeDirectory(transactions, clock);
  }

  @BeforeEach
  void forgetAllNodes() {
    transactions.write(s -> s.createMutationQuery("delete from Node").executeUpdate());
  }

  @Test
  void node_is_found_once_the_table_was_read() {
    NodeLease node = node("a", Optional.of(ADDRESS));
    assertThat(directory.knows(node.process())).isFalse();

    directory.read();

    assertThat(directory.knows(node.process())).isTrue();
    assertThat(directory.addressOf(node.process())).contains(ADDRESS);
  }

  @Test
  void node_without_address_is_known_and_not_reached() {
    NodeLease node = node("a", Optional.empty());
    directory.read();

    assertThat(directory.knows(node.process())).isTrue();
    assertThat(directory.addressOf(node.process())).isEmpty();
  }

  @Test
  void node_that_is_silent_is_not_reached_any_more() {
    NodeLease silent = node("a", Optional.of(ADDRESS));
    NodeLease living = node("b", Optional.of("sip:10.0.0.2"));
    directory.read();
    clock.advance(NodeLease.LEASE);
    living.renew();
    directory.read();

    assertThat(directory.addressOf(silent.process())).isEmpty();
    assertThat(directory.addressOf(living.process())).contains("sip:10.0.0.2");
  }

  @Test
  void who_was_asked_for_and_is_nobody_is_remembered_until_the_next_reading() {
    directory.read(List.of("nobody"));
    assertThat(directory.knows("nobody")).isTrue();
    assertThat(directory.addressOf("nobody")).isEmpty();

    directory.read();
    assertThat(directory.knows("nobody")).isFalse();
  }

  @Test
  void process_that_was_started_again_is_another_one() {
    NodeLease killed = node("a", Optional.of(ADDRESS));
    NodeLease again = node("a", Optional.of(ADDRESS));
    directory.read();

    assertThat(again.number()).isEqualTo(killed.number());
    assertThat(directory.addressOf(killed.process())).isEmpty();
    assertThat(directory.addressOf(again.process())).contains(ADDRESS);
  }

  @Test
  void node_that_was_taken_for_dead_keeps_the_name_that_flows_know_it_by() {
    NodeLease silent = node("a", Optional.of(ADDRESS));
    NodeLease living = node("b", Optional.empty());
    String before = silent.owner();
    clock.advance(NodeLease.LEASE.plusSeconds(1));
    for (int i = 0; i < 3; i++) {
      living.renew();
    }

    silent.renew();
    directory.read();

    assertThat(silent.owner()).isNotEqualTo(before);
    assertThat(directory.addressOf(silent.process())).contains(ADDRESS);
  }

  private NodeLease node(String identity, Optional<String> address) {
    return new NodeLease(transactions, clock, identity, address);
  }
}
