package org.msilo.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.nio.file.Path;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.msilo.testing.FreePort;
import org.msilo.testing.NotStandalone;
import org.msilo.testing.SipPhone;
import org.msilo.testing.WarProcess;

/** Who operates the packaged war reads through JMX what it has done. */
@NotStandalone("attaches to the executable war")
class MetersIT {
  @TempDir private Path home;

  @Test
  @Timeout(180)
  void what_the_running_war_did_is_read_through_jmx() throws Exception {
    int port = FreePort.find();
    try (WarProcess war = WarProcess.server(home, port);
        SipPhone alice = SipPhone.udp("alice", port);
        SipPhone bob = SipPhone.udp("bob", port);
        JMXConnector connector = attach(war.pid())) {
      MBeanServerConnection server = connector.getMBeanServerConnection();
      assertThat(alice.send(bob, "kept").status()).isEqualTo(202);
      bob.register();
      assertThat(bob.awaitMessage().text()).isEqualTo("kept");

      await("the response of bob's phone is counted")
          .until(() -> read(server, "deliveries,class=2xx", "Count").equals(1.0));
      assertThat(read(server, "answers,method=MESSAGE,class=2xx", "Count")).isEqualTo(1.0);
      assertThat(read(server, "answers,method=REGISTER,class=2xx", "Count")).isEqualTo(1.0);
      assertThat((double) read(server, "answer.time,method=MESSAGE", "Max")).isPositive();
      assertThat((double) read(server, "delivery.time", "Max")).isPositive();
      assertThat(read(server, "group.size,queue=messages", "Count")).isEqualTo(1L);
      assertThat((double) read(server, "commit.time,queue=messages", "Max")).isPositive();
      assertThat(read(server, "queue.depth,queue=messages", "Value")).isEqualTo(0.0);
      assertThat(read(server, "turned.away,method=MESSAGE", "Count")).isEqualTo(0.0);
      String place = ObjectName.quote("udp:127.0.0.1:" + port);
      assertThat(read(server, "outside,method=MESSAGE,place=" + place, "Value")).isEqualTo(0.0);
      assertThat((double) read(server, "node.lease", "Value")).isBetween(0.0, 60.0);
      assertThat((double) read(server, "pool.size", "Value")).isBetween(1.0, 8.0);
      assertThat((double) read(server, "heap.used", "Value")).isPositive();
    }
  }

  private static Object read(MBeanServerConnection server, String name, String attribute)
      throws JMException, IOException {
    return server.getAttribute(
        new ObjectName("org.msilo:application=msilo,name=" + name), attribute);
  }

  private static JMXConnector attach(long pid) throws Exception {
    VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
    try {
      return JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent()));
    } finally {
      machine.detach();
    }
  }
}
