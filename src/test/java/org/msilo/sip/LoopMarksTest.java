package org.msilo.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.util.List;
import java.util.ListIterator;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipURI;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;

class LoopMarksTest {
  private static final String BOB = "sip:bob@192.0.2.1";
  private static final String ROUTE = "<sip:192.0.2.9;lr>";

  private final LoopMarks marks = new LoopMarks(new Marks("what the nodes share".getBytes()));

  @Test
  void same_target_is_a_loop_however_often_it_was_passed_on_since() {
    assertThat(marks.contain(request("1", BOB, "", mark("1", BOB, "")))).isTrue();
    assertThat(
            marks.contain(
                request("1", BOB, ROUTE, mark("1", BOB, ROUTE), mark("1", "sip:carol@x", ""))))
        .isTrue();
  }

  @Test
  void another_target_another_route_or_another_request_is_none() {
    assertThat(marks.contain(request("1", "sip:carol@x", "", mark("1", BOB, "")))).isFalse();
    assertThat(marks.contain(request("1", BOB, ROUTE, mark("1", BOB, "")))).isFalse();
    assertThat(marks.contain(request("2", BOB, "", mark("1", BOB, "")))).isFalse();
    assertThat(marks.contain(request("1", BOB, ""))).isFalse();
  }

  @Test
  void another_msilo_in_the_chain_has_marks_of_its_own() {
    LoopMarks others = new LoopMarks(new Marks("another secret".getBytes()));

    assertThat(others.contain(request("1", BOB, "", mark("1", BOB, "")))).isFalse();
  }

  private String mark(String callId, String uri, String route) {
    SipServletRequest leaving = mock(SipServletRequest.class);
    marks.mark(request(callId, uri, route), leaving);
    ArgumentCaptor<String> value = ArgumentCaptor.forClass(String.class);
    verify(leaving).addHeader(eq(LoopMarks.HEADER), value.capture());
    return value.getValue();
  }

  private static SipServletRequest request(
      String callId, String target, String route, String... passes) {
    SipServletRequest request = mock(SipServletRequest.class);
    SipURI uri = mock(SipURI.class);
    ListIterator<String> routes =
        (route.isEmpty() ? List.<String>of() : List.of(route)).listIterator();
    when(uri.toString()).thenReturn(target);
    when(request.getCallId()).thenReturn(callId);
    when(request.getRequestURI()).thenReturn(uri);
    when(request.getHeaders("Route")).thenReturn(routes);
    when(request.getHeaders(LoopMarks.HEADER)).thenReturn(List.of(passes).listIterator());
    return request;
  }
}
