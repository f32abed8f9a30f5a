package org.msilo.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.msilo.testing.Homes;
import org.msilo.testing.SipPhone;
import org.msilo.testing.standalone.StandaloneTomcat;
import org.msilo.testing.wire.SipText;

/** The war and the sar keep and deliver messages in a Tomcat that others run. */
class StandaloneDeliveryIT {
  @TempDir private Path folder;

  @Test
  void war_dropped_into_webapps_keeps_a_message_and_delivers_it() throws Exception {
    try (StandaloneTomcat tomcat = StandaloneTomcat.in(folder).dropWar().start();
        SipPhone alice = tomcat.phone("alice");
        SipPhone bob = tomcat.phone("bob");
        SipPhone carol = SipPhone.tcp("carol", tomcat.sipPort())) {
      assertThat(alice.send(bob, "kept").status()).isEqualTo(202);
      assertThat(alice.send(carol, "over TCP").status()).isEqualTo(202);

      assertThat(bob.register().status()).isEqualTo(200);
      assertThat(carol.register().status()).isEqualTo(200);

      SipText message = bob.awaitMessage();
      assertThat(message.text()).isEqualTo("kept");
      assertThat(message.has("Contact")).as("RFC 3428 4: no Contact in MESSAGE").isFalse();
      assertThat(carol.awaitMessage().text()).isEqualTo("over TCP");
      bob.assertNoMoreMessagesThan(1);
      assertThat(tomcat.get("/").statusCode()).as("the neighbour").isEqualTo(200);
      assertThat(tomcat.get("/msilo/").statusCode()).isEqualTo(200);
      assertThat(tomcat.get("/msilo/META-INF/MANIFEST.MF").statusCode()).isEqualTo(404);
      assertThat(tomcat.get("/msilo/WEB-INF/sip.xml").statusCode()).isEqualTo(404);

      assertThat(tomcat.stop())
          .contains("Stopping service Sip-Servlets")
          .doesNotContain("LifecycleException", "NoClassDefFoundError");
    }
    assertThat(Homes.rows(folder.resolve("home"))).isZero();
  }

  @Test
  void sar_named_by_a_descriptor_serves_as_the_war_does() throws Exception {
    Path sar = StandaloneTomcat.sar();
    try (StandaloneTomcat tomcat =
            StandaloneTomcat.in(folder).descriptor("docBase=\"" + sar + "\"", "").start();
        SipPhone alice = tomcat.phone("alice");
        SipPhone bob = tomcat.phone("bob")) {
      assertThat(alice.send(bob, "kept").status()).isEqualTo(202);
      bob.register();
      assertThat(bob.awaitMessage().text()).isEqualTo("kept");
      tomcat.stop();
    }
  }

  @Test
  void sar_dropped_into_webapps_serves_goes_and_comes_again() throws Exception {
    try (StandaloneTomcat tomcat = StandaloneTomcat.in(folder).dropSar().start()) {
      keepAndDeliver(tomcat);

      tomcat.removeSar();
      tomcat.awaitLog("Undeploying context [/msilo]", 1);
      assertThat(tomcat.get("/msilo/").statusCode()).isEqualTo(404);
      tomcat.dropSar();
      tomcat.awaitLog("msilo.sar has finished in", 2);

      keepAndDeliver(tomcat);
      assertThat(tomcat.count("Deploying web application")).as("ROOT, and ours twice").isEqualTo(3);
      tomcat.stop();
    }
    assertThat(Homes.rows(folder.resolve("home"))).isZero();
  }

  private static void keepAndDeliver(StandaloneTomcat tomcat) {
    try (SipPhone alice = tomcat.phone("alice");
        SipPhone bob = tomcat.phone("bob")) {
      assertThat(alice.send(bob, "kept").status()).isEqualTo(202);
      assertThat(bob.register().status()).isEqualTo(200);
      assertThat(bob.awaitMessage().text()).isEqualTo("kept");
      bob.unregister();
    }
  }
}
