package org.msilo.sip;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import javax.servlet.sip.SipServletRequest;

/**
 * Marks the requests that are passed on with what decides where they go, their Request-URI and
 * Route, so that one which comes back with both unchanged is known as a loop (RFC 3261 16.3 item 4,
 * RFC 5393 4.2); with another target it may have its reason to come again. A proxy would put this
 * into its Via, which is the container's here. Thread-safe.
 */
final class LoopMarks {
  static final String HEADER = "X-Msilo-Passed";

  private final Marks marks;

  LoopMarks(Marks marks) {
    this.marks = marks;
  }

  /** Marks what leaves with what has come. */
  void mark(SipServletRequest received, SipServletRequest leaving) {
    leaving.addHeader(HEADER, markOf(received));
  }

  /** Whether this request was passed on before, here or on another node, with the same target. */
  boolean contain(SipServletRequest request) {
    List<String> passes = values(request, HEADER);
    if (passes.isEmpty()) {
      return false;
    }
    String mark = markOf(request);
    return passes.stream().anyMatch(pass -> Marks.same(pass, mark));
  }

  private String markOf(SipServletRequest request) {
    return marks.of(
        String.join(
            "\n",
            "passed",
            request.getCallId(),
            request.getRequestURI().toString(),
            String.join("\n", values(request, "Route"))));
  }

  private static List<String> values(SipServletRequest request, String name) {
    List<String> values = new ArrayList<>();
    for (Iterator<String> each = request.getHeaders(name); each.hasNext(); ) {
      values.add(each.next().strip());
    }
    return values;
  }
}
