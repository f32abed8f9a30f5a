package org.msilo.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipURI;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;

class OwnMessagesTest {
  private static final String TARGET = "sip:bob@192.0.2.1";

  private final OwnMessages ours = new OwnMessages("what the nodes share".getBytes());

  @Test
  void marked_request_is_known_again() {
    SipServletRequest back = request("call-1", TARGET, mark("call-1", TARGET));

    assertThat(ours.contain(back)).isTrue();
    assertThat(ours.isAsSent(back)).isTrue();
  }

  @Test
  void request_with_another_target_is_ours_but_not_as_sent() {
    SipServletRequest back = request("call-1", "sip:x@192.0.2.9", mark("call-1", TARGET));

    assertThat(ours.contain(back)).isTrue();
    assertThat(ours.isAsSent(back)).isFalse();
  }

  @Test
  void mark_of_one_request_is_none_for_another() {
    assertThat(ours.contain(request("call-2", TARGET, mark("call-1", TARGET)))).isFalse();
  }

  @Test
  void nobody_without_the_secret_makes_a_mark() {
    OwnMessages others = new OwnMessages("another secret".getBytes());
    SipServletRequest request = request("call-1", TARGET, mark("call-1", TARGET));

    assertThat(others.contain(request)).isFalse();
    assertThat(ours.contain(request("call-1", TARGET, "garbage"))).isFalse();
    assertThat(ours.contain(request("call-1", TARGET, "a.b"))).isFalse();
    assertThat(ours.contain(request("call-1", TARGET, null))).isFalse();
  }

  private String mark(String callId, String target) {
    SipServletRequest request = request(callId, target, null);
    ours.mark(request);
    ArgumentCaptor<String> value = ArgumentCaptor.forClass(String.class);
    verify(request).setHeader(eq(OwnMessages.HEADER), value.capture());
    return value.getValue();
  }

  private static SipServletRequest request(String callId, String target, String mark) {
    SipServletRequest request = mock(SipServletRequest.class);
    SipURI uri = mock(SipURI.class);
    when(uri.toString()).thenReturn(target);
    when(request.getCallId()).thenReturn(callId);
    when(request.getRequestURI()).thenReturn(uri);
    when(request.getHeader(OwnMessages.HEADER)).thenReturn(mark);
    return request;
  }
}
