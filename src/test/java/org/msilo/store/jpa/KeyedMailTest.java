package org.msilo.store.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.msilo.testing.MessageFixtures.NOON;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.msilo.store.DeviceMailboxes;
import org.msilo.store.MessageStore;
import org.msilo.store.MessageStoreContract;
import org.msilo.testing.RecordingDataSource;
import org.msilo.testing.SettableClock;
import org.msilo.testing.StatementLog;
import org.msilo.testing.TestDatabase;

/** While the store does all that its contract asks, each statement names its mailboxes. */
@ParameterizedClass
@EnumSource(names = {"H2", "POSTGRESQL"})
class KeyedMailTest implements MessageStoreContract {
  private static RecordingDataSource recorder;
  private static Database database;

  private final SettableClock clock = new SettableClock(NOON);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final JpaMessageStore store;
  private final JpaMessageStore other;
  private final JpaDeviceMailboxes devices;
  private final JpaDeviceMailboxes devicesOfOther;

  KeyedMailTest(TestDatabase on) {
    TestDatabase.empty(database);
    this.store = node("one");
    this.other = node("other");
    this.devices = store.byDevices(HORIZON, threads, threads);
    this.devicesOfOther = other.byDevices(HORIZON, threads, threads);
  }

  @BeforeParameterizedClassInvocation
  static void open(TestDatabase on) {
    recorder = new RecordingDataSource(on.fresh());
    database = recorder.open();
  }

  @AfterEach
  void close() {
    store.lastId();
    store.close();
    other.close();
    devices.close();
    devicesOfOther.close();
    threads.shutdown();
    log().assertKeyed();
  }

  @AfterParameterizedClassInvocation
  static void everything_was_seen() {
    database.close();
    recorder.close();
    assertThat(log().keyed())
        .containsExactlyInAnyOrder(
            "select silo",
            "insert silo",
            "update silo",
            "delete silo",
            "select silo_round",
            "insert silo_round",
            "update silo_round",
            "delete silo_round",
            "select silo_device",
            "insert silo_device",
            "update silo_device",
            "delete silo_device",
            "select silo_delivery",
            "insert silo_delivery",
            "delete silo_delivery");
    assertThat(log().exceptions())
        .containsExactlyInAnyOrder(
            "expiry sweep: messages",
            "expiry sweep: devices",
            "expiry sweep: notes on devices",
            "retry sweep: what is due",
            "start: the greatest id",
            "tables emptied before a test");
  }

  private static StatementLog log() {
    return new StatementLog(recorder.statements());
  }

  private JpaMessageStore node(String owner) {
    return new JpaMessageStore(database.transactions(), clock, () -> owner, threads, threads);
  }

  @Override
  public MessageStore store() {
    return store;
  }

  @Override
  public MessageStore otherNode() {
    return other;
  }

  @Override
  public DeviceMailboxes devices() {
    return devices;
  }

  @Override
  public DeviceMailboxes devicesOfOtherNode() {
    return devicesOfOther;
  }

  @Override
  public SettableClock clock() {
    return clock;
  }
}
