package org.msilo.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EditDistanceTest {
  @ParameterizedTest
  @CsvSource({
    "mode,mode,0",
    "mode,MODE,0",
    "db-url,db_url,1",
    "expre_time,expire_time,1",
    "'',mode,4"
  })
  void counts_the_letters_that_differ(String left, String right, int distance) {
    assertThat(EditDistance.between(left, right)).isEqualTo(distance);
  }
}
