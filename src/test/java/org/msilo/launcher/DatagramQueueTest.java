package org.msilo.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import gov.nist.javax.sip.stack.DatagramQueuedMessageDispatch;
import java.net.DatagramPacket;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What waits to be parsed is bounded, and the urgent has more room. */
class DatagramQueueTest {
  private final DatagramQueue queue = new DatagramQueue();

  @Test
  void messages_leave_room_for_registers_and_these_for_responses() {
    assertThat(fill("MESSAGE sip:bob@example.com SIP/2.0")).isEqualTo(DatagramQueue.FOR_MESSAGES);
    assertThat(fill("REGISTER sip:example.com SIP/2.0"))
        .isEqualTo(DatagramQueue.FOR_REGISTERS - DatagramQueue.FOR_MESSAGES);
    assertThat(fill("SIP/2.0 200 OK"))
        .isEqualTo(DatagramQueue.FOR_ALL - DatagramQueue.FOR_REGISTERS);
    assertThat(queue).hasSize(DatagramQueue.FOR_ALL);
  }

  @Test
  void there_is_room_again_when_one_was_taken() throws InterruptedException {
    fill("MESSAGE sip:bob@example.com SIP/2.0");
    queue.take();

    assertThat(fill("MESSAGE sip:bob@example.com SIP/2.0")).isEqualTo(1);
  }

  @Test
  void a_datagram_shorter_than_a_method_is_none_of_them() {
    assertThat(fill("M")).isEqualTo(DatagramQueue.FOR_ALL);
  }

  @Test
  void who_fills_the_room_keeps_a_share_of_it_free_for_others() {
    fill("MESSAGE sip:bob@example.com SIP/2.0");

    assertThat(fill("MESSAGE sip:bob@example.com SIP/2.0", "192.0.2.2"))
        .isEqualTo(DatagramQueue.FOR_MESSAGES / 2);
    assertThat(fill("MESSAGE sip:bob@example.com SIP/2.0", "192.0.2.3")).isZero();
  }

  @Test
  void share_is_free_again_when_what_filled_it_was_taken() throws InterruptedException {
    fill("MESSAGE sip:bob@example.com SIP/2.0");
    fill("MESSAGE sip:bob@example.com SIP/2.0", "192.0.2.2");
    for (int i = 0; i < DatagramQueue.FOR_MESSAGES / 2; i++) {
      queue.take();
      queue.poll(1, TimeUnit.SECONDS);
    }

    assertThat(fill("MESSAGE sip:bob@example.com SIP/2.0", "192.0.2.2"))
        .isEqualTo(DatagramQueue.FOR_MESSAGES / 2);
    assertThat(fill("MESSAGE sip:bob@example.com SIP/2.0", "192.0.2.3"))
        .isEqualTo(DatagramQueue.FOR_MESSAGES / 2);
  }

  /** How many of these it takes until one stays out. */
  private int fill(String text) {
    return fill(text, "192.0.2.1");
  }

  private int fill(String text, String source) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    InetSocketAddress address = new InetSocketAddress(source, 5060);
    int taken = 0;
    while (queue.offer(
        new DatagramQueuedMessageDispatch(new DatagramPacket(bytes, bytes.length, address), 0))) {
      taken++;
    }
    return taken;
  }
}
