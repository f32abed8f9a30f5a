package org.msilo.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.msilo.testing.SipPhone;
import org.msilo.testing.standalone.StandaloneTomcat;

/** Where the settings come from when there is no command line, and what a wrong one does. */
class StandaloneSettingsIT {
  @TempDir private Path folder;

  @Test
  void each_place_is_read_and_the_nearer_one_wins() throws Exception {
    try (StandaloneTomcat tomcat = StandaloneTomcat.in(folder).dropWar()) {
      Files.createDirectories(tomcat.home());
      Files.writeString(
          tomcat.home().resolve("msilo.properties"),
          "expire_time=102\nfr_timer=12\ncheck_time=22\n");
      tomcat
          .settings("expire_time=100")
          .variable("MSILO_EXPIRE_TIME", "101")
          .variable("MSILO_FR_TIMER", "11")
          .descriptor(
              "",
              "<Parameter name='expire_time' value='103'/>"
                  + "<Parameter name='fr_timer' value='13'/>"
                  + "<Parameter name='check_time' value='23'/>"
                  + "<Parameter name='clean_period' value='3'/>")
          .everyContext("<Parameter name='max_message_size' value='4'/>")
          .start();

      assertThat(tomcat.log())
          .contains("expire_time = 100 (from system property)")
          .contains("fr_timer = 11 (from environment)")
          .containsPattern("check_time = 22 \\(from file .*/msilo.properties\\)")
          .contains("clean_period = 3 (from context-param)")
          .contains("max_message_size = 4 (from context-param)")
          .contains("mode = 0 (from default)");
      try (SipPhone alice = tomcat.phone("alice");
          SipPhone bob = tomcat.phone("bob")) {
        assertThat(alice.send(bob, "12345").status()).isEqualTo(413);
        assertThat(alice.send(bob, "1234").status()).isEqualTo(202);
      }
    }
  }

  @Test
  void wrong_setting_fails_this_deployment_only_and_says_why() throws Exception {
    try (StandaloneTomcat tomcat =
        StandaloneTomcat.in(folder)
            .dropWar()
            .everyContext(
                "<Parameter name='expire_tme' value='5'/><Parameter name='mode' value='7'/>")
            .start()) {
      assertThat(tomcat.log())
          .contains("2 settings are wrong:")
          .containsPattern("expire_tme = .* \\(context-param\\): did you mean expire_time\\?")
          .contains("mode = \"7\" (context-param): must be a whole number from 0 to 2")
          .contains("Context [/msilo] startup failed");
      assertThat(tomcat.get("/msilo/").statusCode()).isNotEqualTo(200);
      assertThat(tomcat.get("/").statusCode()).as("the neighbour").isEqualTo(200);

      tomcat.removeWar();
      tomcat.awaitLog("Undeploying context [/msilo]", 1);
      tomcat.everyContext("").dropWar();
      tomcat.awaitLog("msilo.war has finished in", 2);
      try (SipPhone alice = tomcat.phone("alice");
          SipPhone bob = tomcat.phone("bob")) {
        assertThat(alice.send(bob, "mended").status()).isEqualTo(202);
      }
    }
  }

  @Test
  void database_that_is_not_there_fails_this_deployment_only_and_says_why() throws Exception {
    try (StandaloneTomcat tomcat =
        StandaloneTomcat.in(folder)
            .dropWar()
            .settings("db_url=java:comp/env/jdbc/nowhere")
            .start()) {
      assertThat(tomcat.log())
          .contains("the database cannot be used: ")
          .contains("nowhere")
          .contains("Context [/msilo] startup failed");
      assertThat(tomcat.get("/").statusCode()).as("the neighbour").isEqualTo(200);
    }
  }
}
