package org.msilo.store.jpa;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.msilo.testing.MessageFixtures;
import org.msilo.testing.RecordingDataSource;
import org.msilo.testing.TestDatabase;

/** All values of a list are asked for, with parameters of few numbers. */
class ListQueryTest {
  @ParameterizedTest
  @CsvSource({
    "1, 2",
    "2, 2",
    "3, 8",
    "8, 8",
    "9, 32",
    "33, 128",
    "129, 512",
    "512, 512",
    "513, 1024"
  })
  void each_value_finds_its_row(int values, int parameters) {
    try (RecordingDataSource recorder = new RecordingDataSource(TestDatabase.H2.fresh());
        Database database = recorder.open()) {
      List<Long> ids = LongStream.rangeClosed(1, values).boxed().toList();
      database
          .transactions()
          .write(
              session -> {
                session.insertMultiple(
                    ids.stream()
                        .map(MessageFixtures::message)
                        .map(database.transactions().seals()::row)
                        .toList());
                return null;
              });

      List<Long> found =
          database
              .transactions()
              .read(
                  session ->
                      ListQuery.on(session)
                          .list("ids", ids)
                          .select("select m.id from Message m where m.id in :ids", Long.class)
                          .getResultList());

      assertThat(found).containsExactlyInAnyOrderElementsOf(ids);
      assertThat(recorder.statements())
          .filteredOn(sent -> sent.sql().contains(" in ("))
          .singleElement()
          .satisfies(
              sent -> assertThat(sent.sql().chars().filter(c -> c == '?')).hasSize(parameters));
    }
  }
}
