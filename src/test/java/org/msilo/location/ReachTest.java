package org.msilo.location;

import static org.assertj.core.api.Assertions.assertThat;
import static org.msilo.testing.MessageFixtures.BOB;
import static org.msilo.testing.MessageFixtures.NOON;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.msilo.message.Binding;
import org.msilo.message.Flow;

/** By what way a binding is reached while its connection stands, and after. */
class ReachTest {
  private static final String TCP = "sip:203.0.113.9:40000;transport=tcp;lr";

  private final Set<Flow> open = new HashSet<>();
  private final Map<String, String> addresses = new HashMap<>();
  private final Reach reach =
      new Reach(
          new OpenFlows(open),
          new Neighbours(addresses),
          (address, flow, otherwise) ->
              address + " " + flow.connection() + otherwise.map(uri -> " or " + uri).orElse(""));

  @Test
  void connection_that_stands_is_the_way() {
    open.add(Flow.parse(TCP + ";connection=1f").orElseThrow());
    Binding binding = binding("sip:bob@192.168.1.2;transport=tcp", "", TCP + ";connection=1f");

    assertThat(reach.now(binding)).contains(binding);
    assertThat(binding.route()).containsExactly(TCP);
  }

  @Test
  void later_connection_between_the_same_ports_is_another_one() {
    open.add(Flow.parse(TCP + ";connection=2a").orElseThrow());

    assertThat(reach.now(binding("sip:bob@192.168.1.2;transport=tcp", "", TCP + ";connection=1f")))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "sip:bob@203.0.113.9:5060;transport=tcp, true",
    "sip:bob@phone.example.org;transport=tcp, true",
    "sip:bob@203.0.113.9:40000;transport=tcp, false",
    "sip:bob@192.168.1.2:5060;transport=tcp, false",
    "sip:bob@x7.invalid;transport=tcp, false",
    "sip:bob@203.0.113.9:5060;transport=tcp;ob, false"
  })
  void closed_connection_leaves_the_contact_if_it_can_be_connected_to(
      String contact, boolean remains) {
    Binding binding = binding(contact, "", TCP + ";connection=1f");

    assertThat(reach.now(binding))
        .isEqualTo(remains ? Optional.of(binding.withoutFlow()) : Optional.empty());
  }

  @Test
  void flow_of_a_device_and_a_websocket_end_with_their_connection() {
    String contact = "sip:bob@203.0.113.9:5060;transport=tcp";
    String device = ";+sip.instance=\"<urn:uuid:1>\";reg-id=1";

    assertThat(reach.now(binding(contact, device, TCP))).isEmpty();
    assertThat(reach.now(binding(contact, "", TCP.replace("tcp", "wss")))).isEmpty();
  }

  @Test
  void connection_of_another_node_is_reached_by_that_node() {
    addresses.put("n1", "sip:10.0.0.1");
    Binding unreachable = binding("sip:bob@x7.invalid", "", TCP + ";connection=1f.n1");
    Binding listens = binding("sip:bob@203.0.113.9", "", TCP + ";connection=2a.n1");

    assertThat(reach.now(unreachable).orElseThrow().route()).containsExactly("sip:10.0.0.1 1f.n1");
    assertThat(reach.now(listens).orElseThrow().route())
        .containsExactly("sip:10.0.0.1 2a.n1 or sip:bob@203.0.113.9");
    assertThat(reach.now(List.of(unreachable, listens)).join()).hasSize(2);
  }

  @Test
  void connection_of_a_dead_node_or_one_without_address_is_a_closed_one() {
    Binding unreachable = binding("sip:bob@x7.invalid", "", TCP + ";connection=1f.n1");
    Binding listens = binding("sip:bob@203.0.113.9", "", TCP + ";connection=2a.n1");

    assertThat(reach.now(unreachable)).isEmpty();
    assertThat(reach.now(listens)).contains(listens.withoutFlow());
    assertThat(reach.now(List.of(unreachable, listens)).join())
        .containsExactly(listens.withoutFlow());
  }

  @Test
  void address_of_a_datagram_does_not_end() {
    Binding binding = binding("sip:bob@192.168.1.2", "", TCP.replace("tcp", "udp"));

    assertThat(reach.now(binding)).contains(binding);
  }

  @Test
  void name_that_is_no_address_needs_a_flow_or_a_path() {
    Binding bare = binding("sip:bob@x7.invalid", "", null);

    assertThat(reach.now(bare)).isEmpty();
    assertThat(reach.now(withPath(bare))).isPresent();
  }

  private static Binding withPath(Binding bare) {
    return new Binding(
        bare.aor(),
        bare.contact(),
        bare.parameters(),
        bare.q(),
        bare.expiresAt(),
        bare.callId(),
        bare.cseq(),
        List.of("sip:edge.example.org;lr"),
        bare.flow(),
        true,
        false,
        bare.registeredAt());
  }

  private static Binding binding(String contact, String parameters, String flow) {
    return new Binding(
        BOB,
        contact,
        parameters,
        1000,
        NOON.plus(Duration.ofHours(1)),
        "a",
        1,
        List.of(),
        Optional.ofNullable(flow),
        true,
        false,
        NOON);
  }

  private record Neighbours(Map<String, String> addresses) implements Nodes {
    @Override
    public Optional<String> addressOf(String node) {
      return Optional.ofNullable(addresses.get(node));
    }

    @Override
    public CompletableFuture<Void> meet(Collection<String> names) {
      return CompletableFuture.completedFuture(null);
    }
  }

  private record OpenFlows(Set<Flow> flows) implements Connections {
    @Override
    public Optional<String> open(String transport, String host, int port) {
      return Optional.empty();
    }

    @Override
    public boolean isOpen(Flow flow) {
      return flows.contains(flow);
    }
  }
}
