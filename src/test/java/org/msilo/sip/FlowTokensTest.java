package org.msilo.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.util.Optional;
import javax.servlet.sip.Address;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipURI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.msilo.message.Flow;
import org.msilo.message.SipUri;

/** What one node tells another about a connection, and what nobody else can. */
class FlowTokensTest {
  private static final String NODE = "sip:10.0.0.1:5070;transport=tcp";
  private static final Flow FLOW = new Flow("wss", "[2001:db8::1]", 40000, "1f.n1");

  private final FlowTokens tokens = new FlowTokens(new OwnMessages(new byte[] {1}));
  private final FlowTokens strangers = new FlowTokens(new OwnMessages(new byte[] {2}));

  @Test
  void flow_comes_back_as_it_was() {
    SipServletRequest request = ledBy(tokens.by(NODE, FLOW, Optional.empty()));

    assertThat(FlowTokens.isIn(request)).isTrue();
    assertThat(tokens.read(request)).contains(new FlowTokens.FlowToken(FLOW, Optional.empty()));
  }

  @Test
  void contact_to_connect_to_comes_along() {
    Optional<String> contact = Optional.of("sip:bob@203.0.113.9;transport=tcp;x=%0A");

    assertThat(tokens.read(ledBy(tokens.by(NODE, FLOW, contact))))
        .contains(new FlowTokens.FlowToken(FLOW, contact));
  }

  @Test
  void route_leads_to_the_node_by_its_transport_and_is_the_same_each_time() {
    String route = tokens.by(NODE, FLOW, Optional.empty());
    SipUri uri = SipUri.parse(route).orElseThrow();

    assertThat(uri.host()).isEqualTo("10.0.0.1");
    assertThat(uri.port()).hasValue(5070);
    assertThat(uri.parameters()).containsEntry("transport", "tcp").containsKey("lr");
    assertThat(tokens.by(NODE, FLOW, Optional.empty())).isEqualTo(route);
  }

  @Test
  void token_of_somebody_else_is_none() {
    assertThat(tokens.read(ledBy(strangers.by(NODE, FLOW, Optional.empty())))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"flow.", "flow.c2lw.x", "flow..", "flow.a.b.c", "flow.%.y"})
  void text_that_is_no_token_is_none(String user) {
    SipServletRequest request = ledBy("sip:" + user + "@10.0.0.1;lr");

    assertThat(FlowTokens.isIn(request)).isTrue();
    assertThat(tokens.read(request)).isEmpty();
  }

  @Test
  void other_routes_are_not_about_flows() {
    assertThat(FlowTokens.isIn(ledBy("sip:msilo@10.0.0.1;lr;mode=2"))).isFalse();
    assertThat(FlowTokens.isIn(ledBy("sip:10.0.0.1;lr"))).isFalse();
    assertThat(FlowTokens.isIn(mock(SipServletRequest.class))).isFalse();
  }

  private static SipServletRequest ledBy(String route) {
    SipURI uri = mock(SipURI.class);
    when(uri.getUser()).thenReturn(SipUri.parse(route).orElseThrow().user().orElse(null));
    Address address = mock(Address.class);
    when(address.getURI()).thenReturn(uri);
    SipServletRequest request = mock(SipServletRequest.class);
    when(request.getPoppedRoute()).thenReturn(address);
    return request;
  }
}
