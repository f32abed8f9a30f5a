package org.msilo.sip;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongConsumer;
import javax.servlet.sip.SipServletRequest;
import org.msilo.metrics.Meters;

/**
 * What requests were answered, and after how long. Requests carry what notes it, so that whoever
 * answers needs to know of none. Thread-safe.
 */
final class AnswerMeters {
  /** Request attribute with the {@link Begun}. */
  private static final String ATTRIBUTE = "org.msilo.begun";

  private static final String OTHER = "other";
  private static final int CLASSES = 7;

  private final Map<String, Kind> kinds = new HashMap<>();

  AnswerMeters(Meters meters) {
    for (String method : new String[] {"MESSAGE", "REGISTER", OTHER}) {
      kinds.put(method, new Kind(meters, method));
    }
  }

  /** From now on it counts how long the request waits for its answer. */
  void begin(SipServletRequest request) {
    Kind kind = kinds.getOrDefault(request.getMethod(), kinds.get(OTHER));
    request.setAttribute(ATTRIBUTE, new Begun(kind, System.nanoTime()));
  }

  /** Notes a final answer of this server's own. */
  static void answered(SipServletRequest request, int status) {
    if (request.getAttribute(ATTRIBUTE) instanceof Begun begun && StatusCodes.isFinal(status)) {
      begun.kind.classes[status / 100].run();
      if (StatusCodes.isSuccess(status)) {
        begun.kind.times.accept(System.nanoTime() - begun.at);
      }
    }
  }

  /** Counts final responses by the first digit of their status. */
  static Runnable[] classes(Meters meters, String name, String... labels) {
    Runnable[] classes = new Runnable[CLASSES];
    for (int first = 2; first < CLASSES; first++) {
      String[] all = Arrays.copyOf(labels, labels.length + 2);
      all[labels.length] = "class";
      all[labels.length + 1] = first + "xx";
      classes[first] = meters.count(name, all);
    }
    return classes;
  }

  private record Begun(Kind kind, long at) {}

  private static final class Kind {
    private final LongConsumer times;
    private final Runnable[] classes;

    private Kind(Meters meters, String method) {
      times = meters.timing("answer.time", "method", method);
      classes = classes(meters, "answers", "method", method);
    }
  }
}
