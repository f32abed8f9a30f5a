package org.msilo.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import javax.servlet.sip.Address;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a front proxy may ask for in the Route. */
class RouteParametersTest {

  @Test
  void mode_and_next_hop_are_read_from_the_route() throws BadRequestException {
    RouteParameters route =
        RouteParameters.of(
            request("sip:msilo@host;lr;mode=2;next_hop=sip%3A10.0.0.1%3A5060%3Btransport=tcp"));

    assertThat(route.mode()).hasValue(2);
    assertThat(route.nextHop()).hasValue("sip:10.0.0.1:5060;transport=tcp");
  }

  @Test
  void route_without_them_asks_for_nothing() throws BadRequestException {
    RouteParameters route = RouteParameters.of(request("sip:msilo@host;lr"));

    assertThat(route.mode()).isEmpty();
    assertThat(route.nextHop()).isEmpty();
  }

  @Test
  void request_without_route_asks_for_nothing() throws BadRequestException {
    RouteParameters route = RouteParameters.of(mock(SipServletRequest.class));

    assertThat(route.mode()).isEmpty();
    assertThat(route.nextHop()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"mode=3", "mode=", "mode=-1", "mode", "next_hop=10.0.0.1", "next_hop"})
  void nonsense_is_refused(String parameter) {
    assertThatExceptionOfType(BadRequestException.class)
        .isThrownBy(() -> RouteParameters.of(request("sip:msilo@host;lr;" + parameter)))
        .returns(400, BadRequestException::status);
  }

  private static SipServletRequest request(String route) {
    URI uri = mock(URI.class);
    when(uri.toString()).thenReturn(route);
    Address address = mock(Address.class);
    when(address.getURI()).thenReturn(uri);
    SipServletRequest request = mock(SipServletRequest.class);
    when(request.getPoppedRoute()).thenReturn(address);
    return request;
  }
}
