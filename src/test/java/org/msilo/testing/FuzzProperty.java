package org.msilo.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.provider.ArgumentsSource;
import org.junit.jupiter.params.support.ParameterDeclarations;

/**
 * What holds for every input of a parser, good or bad. In each build it is tried with the {@link
 * FuzzSeeds} of the test and with some hundred inputs made of them, the same ones each time; with
 * {@code JAZZER_FUZZ} in the environment, Jazzer goes on from there, guided by the code it reaches.
 */
public interface FuzzProperty {
  /** All inputs so far; the profile "fuzz" has a process for each test. */
  AtomicLong TRIED = new AtomicLong();

  int MOST_SHOWN = 2000;

  /**
   * Fails if the property does not hold.
   *
   * @param input as the network or a file might have it
   */
  void holdsFor(byte[] input) throws Exception;

  @ArgumentsSource(Seeds.class)
  @FuzzTest
  default void holds_for_whatever_comes(byte[] input) {
    tryOut(input);
  }

  @Test
  default void holds_for_spoilt_seeds() {
    for (byte[] input : new SpoiltInputs(seeds(getClass())).all()) {
      tryOut(input);
    }
  }

  /** What goes back and forth in its input would need hours for these. */
  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  default void holds_for_inputs_as_long_as_a_datagram() {
    for (byte[] input : new SpoiltInputs(seeds(getClass())).stretched()) {
      tryOut(input);
    }
  }

  private void tryOut(byte[] input) {
    TRIED.incrementAndGet();
    try {
      holdsFor(input);
    } catch (Exception | Error e) {
      throw new AssertionError("for the input \"" + shown(input) + "\"", e);
    }
  }

  private static String shown(byte[] input) {
    String text = new String(input, ISO_8859_1).replace("\r", "\\r").replace("\n", "\\n");
    return text.length() > MOST_SHOWN ? text.substring(0, MOST_SHOWN) + "..." : text;
  }

  @AfterAll
  static void count(TestInfo test) {
    System.out.printf("fuzz: %s, inputs tried %d%n", test.getDisplayName(), TRIED.getAndSet(0));
  }

  private static List<String> seeds(Class<?> test) {
    return List.of(test.getAnnotation(FuzzSeeds.class).value());
  }

  /** The seeds as they are. */
  final class Seeds implements ArgumentsProvider {
    @Override
    public Stream<? extends Arguments> provideArguments(
        ParameterDeclarations parameters, ExtensionContext context) {
      return seeds(context.getRequiredTestClass()).stream()
          .map(seed -> Arguments.of((Object) seed.getBytes(UTF_8)));
    }
  }
}
