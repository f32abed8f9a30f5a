package org.msilo.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuthSettingsTest {
  @TempDir Path home;

  @Test
  void nobody_is_asked_while_nobody_else_can_come() throws Exception {
    assertThat(read().auth()).isEqualTo(Auth.OFF);
    assertThat(read("--listen=udp:127.0.0.2:5060,tcp:[::1]:5060").auth()).isEqualTo(Auth.OFF);
  }

  @Test
  void who_opens_it_to_others_must_say_who_is_asked() throws Exception {
    String open = "--listen=udp:127.0.0.1:5060,tcp:192.0.2.1:5060";
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> read(open))
        .withMessageContainingAll("auth=register", "auth=all", "auth=off", "user add");
    assertThat(read(open, "--auth=register").auth()).isEqualTo(Auth.REGISTER);
    assertThat(read(open, "--auth=off").auth()).isEqualTo(Auth.OFF);
  }

  @Test
  void trusted_are_addresses_and_blocks() throws Exception {
    assertThat(read("--trusted=192.0.2.1, 10.0.0.0/8 [2001:db8::1] 2001:db8::/32").trusted())
        .containsExactlyInAnyOrder("192.0.2.1", "10.0.0.0/8", "2001:db8::1", "2001:db8::/32");
    for (String wrong : List.of("10.0.0.0/33", "proxy.example.org", "10.0.0.0/", "::/129")) {
      assertThatExceptionOfType(ConfigException.class)
          .isThrownBy(() -> read("--trusted=" + wrong))
          .withMessageContaining(wrong);
    }
  }

  @Test
  void algorithms_are_offered_in_the_order_of_the_setting() throws Exception {
    assertThat(read().login().algorithms()).containsExactly("SHA-256", "MD5");
    assertThat(read("--auth_algorithms=md5").login().algorithms()).containsExactly("MD5");
    assertThat(read("--auth_algorithms=MD5 SHA-256").login().algorithms())
        .containsExactly("MD5", "SHA-256");
    for (String wrong : List.of("SHA-512", "MD5,MD5", "", ",")) {
      assertThatExceptionOfType(ConfigException.class)
          .isThrownBy(() -> read("--auth_algorithms=" + wrong))
          .withMessageContaining("auth_algorithms");
    }
  }

  @Test
  void query_is_one_select_with_two_parameters_in_the_database_of_the_messages_or_another()
      throws Exception {
    String query = "select ha1 from subscriber where username = ? and domain = ?";
    assertThat(read().login().query()).isEmpty();
    Login.Query here = read("--auth_query=" + query).login().query().orElseThrow();
    assertThat(here.sql()).isEqualTo(query);
    assertThat(here.dbUrl()).isEqualTo(read().dbUrl());
    assertThat(here.dbUser()).isEqualTo("sa");

    MsiloConfig config =
        read(
            "--auth_query=" + query,
            "--auth_db_url=jdbc:postgresql:kamailio",
            "--auth_db_user=reader",
            "--auth_db_password=geheim");
    Login.Query there = config.login().query().orElseThrow();
    assertThat(there.dbUrl()).isEqualTo("jdbc:postgresql:kamailio");
    assertThat(there.dbUser()).isEqualTo("reader");
    assertThat(there.dbPassword()).isEqualTo("geheim");
    assertThat(config.describe()).noneMatch(it -> it.contains("geheim"));
    assertThat(config + "" + there).doesNotContain("geheim");
  }

  @Test
  void what_is_no_such_query_is_refused() {
    for (String wrong :
        List.of(
            "delete from subscriber where username = ? and domain = ?",
            "select ha1 from subscriber where username = ?",
            "select ha1 from s where username = ? and domain = ?; drop table s")) {
      assertThatExceptionOfType(ConfigException.class)
          .isThrownBy(() -> read("--auth_query=" + wrong))
          .withMessageContaining("two question marks");
    }
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> read("--auth_db_user=reader"))
        .withMessageContaining("auth_query only");
  }

  private MsiloConfig read(String... arguments) throws ConfigException {
    List<String> commandLine = new ArrayList<>(List.of(arguments));
    commandLine.add("--home=" + home);
    return ConfigReader.read(commandLine, new Properties(), Map.of(), Map.of());
  }
}
