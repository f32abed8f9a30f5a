package org.msilo.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigReaderTest {
  @TempDir Path home;

  private final List<String> commandLine = new ArrayList<>();
  private final Properties system = new Properties();
  private final Map<String, String> environment = new HashMap<>();
  private final Map<String, String> contextParams = new HashMap<>();

  @BeforeEach
  void live_in_a_home_of_its_own() {
    commandLine.add("--home=" + home);
  }

  private MsiloConfig read() throws ConfigException {
    return ConfigReader.read(commandLine, system, environment, contextParams);
  }

  private List<String> faults() {
    return catchThrowableOfType(ConfigException.class, this::read).faults();
  }

  private void file(String... lines) throws IOException {
    Files.write(home.resolve("msilo.properties"), List.of(lines));
  }

  @Test
  void loopback_has_no_rate_unless_that_is_taken_back() throws Exception {
    assertThat(read().limits().rateExempt()).containsExactlyInAnyOrder("127.0.0.1", "::1");

    commandLine.add("--rate_exempt=none");
    assertThat(read().limits().rateExempt()).isEmpty();
  }

  @Test
  void nothing_set_gives_the_documented_defaults() throws Exception {
    MsiloConfig config = read();
    assertThat(config.dbUrl()).isEqualTo("jdbc:h2:file:" + home.toAbsolutePath() + "/silo");
    assertThat(config.dbUser()).isEqualTo("sa");
    assertThat(config.dbPassword()).isEmpty();
    assertThat(config.dbTable()).isEqualTo("silo");
    assertThat(config.registrar()).isEmpty();
    assertThat(config.expireTime()).isEqualTo(Duration.ofDays(3));
    assertThat(config.checkTime()).isEqualTo(Duration.ofSeconds(30));
    assertThat(config.cleanPeriod()).isEqualTo(5);
    assertThat(config.useContact()).isTrue();
    assertThat(config.largeOverUdp()).isTrue();
    assertThat(config.mode()).isZero();
    assertThat(config.nextHop()).isEmpty();
    assertThat(config.offlineMessage()).contains("{to}");
    assertThat(config.location()).isEqualTo(Location.OWN);
    assertThat(config.domains()).contains("127.0.0.1", "localhost");
    assertThat(config.relay()).isEqualTo(Relay.NONE);
    assertThat(config.defaultExpires()).isEqualTo(Duration.ofHours(1));
    assertThat(config.minExpires()).isEqualTo(Duration.ofMinutes(1));
    assertThat(config.maxExpires()).isEqualTo(Duration.ofDays(1));
    assertThat(config.frTimer()).isEqualTo(Duration.ofSeconds(10));
    assertThat(config.maxMessageSize()).isEqualTo(65_536);
    assertThat(config.listen())
        .containsExactly(
            new ListenAddress("udp", "127.0.0.1", 5060),
            new ListenAddress("tcp", "127.0.0.1", 5060));
    assertThat(config.http()).contains(new HostPort("127.0.0.1", 8080));
  }

  @Test
  void the_first_of_the_sources_that_names_a_setting_wins() throws Exception {
    contextParams.put("check_time", "1");
    assertThat(read().checkTime()).hasSeconds(1);
    file("check_time=2");
    assertThat(read().checkTime()).hasSeconds(2);
    environment.put("MSILO_CHECK_TIME", "3");
    assertThat(read().checkTime()).hasSeconds(3);
    system.setProperty("msilo.check_time", "4");
    assertThat(read().checkTime()).hasSeconds(4);
    commandLine.add("--check_time=5");
    assertThat(read().checkTime()).hasSeconds(5);
  }

  @Test
  void all_faults_of_all_sources_are_reported_together_with_place_and_remedy() throws Exception {
    commandLine.add("--mode=7");
    commandLine.add("nonsense");
    system.setProperty("msilo.expire_time", "soon");
    environment.put("MSILO_LOCATION", "here");
    contextParams.put("use_contact", "2");
    file("clean_perod=5");
    assertThat(faults())
        .hasSize(6)
        .anySatisfy(
            fault ->
                assertThat(fault)
                    .isEqualTo("mode = \"7\" (command line): must be a whole number from 0 to 2"))
        .anySatisfy(fault -> assertThat(fault).contains("nonsense", "--name=value"))
        .anySatisfy(fault -> assertThat(fault).contains("\"soon\" (system property)"))
        .anySatisfy(
            fault -> assertThat(fault).contains("\"here\" (environment)", "one of own, next"))
        .anySatisfy(fault -> assertThat(fault).contains("use_contact = \"2\" (context-param)"))
        .anySatisfy(
            fault ->
                assertThat(fault)
                    .contains("clean_perod", "msilo.properties", "did you mean clean_period?"));
  }

  @Test
  void the_report_says_how_many_and_gives_each_fault_a_line() {
    commandLine.addAll(List.of("--mode=7", "--fr_timer=0"));
    ConfigException report = catchThrowableOfType(ConfigException.class, this::read);
    assertThat(report.getMessage().lines()).hasSize(3).first().isEqualTo("2 settings are wrong:");
  }

  @Test
  void an_unknown_name_like_no_other_points_to_the_help() {
    environment.put("MSILO_FLAVOUR", "mint");
    assertThat(faults()).singleElement().asString().contains("flavour", "--help");
  }

  @Test
  void a_setting_given_twice_or_without_value_on_the_command_line_is_a_fault() {
    commandLine.addAll(List.of("--mode=1", "--mode=2", "--relay"));
    assertThat(faults())
        .hasSize(2)
        .anySatisfy(fault -> assertThat(fault).contains("--mode", "twice"))
        .anySatisfy(fault -> assertThat(fault).contains("--relay", "--name=value"));
  }

  @Test
  void context_parameters_with_a_dot_belong_to_others() throws Exception {
    contextParams.put("org.example.other", "1");
    assertThat(read()).isNotNull();
  }

  @Test
  void none_and_nothing_both_unset_an_address_of_a_weaker_source() throws Exception {
    file("registrar=sip:msilo@example.com", "next_hop=sip:10.0.0.1");
    environment.put("MSILO_REGISTRAR", "none");
    environment.put("MSILO_NEXT_HOP", "");
    assertThat(read().registrar()).isEmpty();
    assertThat(read().nextHop()).isEmpty();
  }

  @Test
  void an_empty_value_is_a_fault_where_it_means_nothing() {
    commandLine.add("--db_table=");
    assertThat(faults()).singleElement().asString().contains("db_table", "empty", "silo");
  }

  @Test
  void home_cannot_be_moved_by_the_file_that_was_found_there() throws Exception {
    file("home=/elsewhere");
    assertThat(faults()).singleElement().asString().contains("home = \"/elsewhere\"", "--home");
  }

  @Test
  void a_named_file_may_say_where_home_is(@TempDir Path other) throws Exception {
    Path named = Files.writeString(other.resolve("own.properties"), "home=" + other);
    commandLine.clear();
    environment.put("MSILO_CONFIG", named.toString());
    assertThat(read().home()).isEqualTo(other.toAbsolutePath());
  }

  @Test
  void a_named_file_that_is_not_there_is_a_fault() {
    commandLine.add("--config=" + home.resolve("missing.properties"));
    assertThat(faults())
        .singleElement()
        .asString()
        .contains("missing.properties", "cannot be read");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "expire_time | 0",
        "expire_time | 315360001",
        "check_time | 86401",
        "clean_period | 0",
        "use_contact | yes",
        "large_over_udp | 2",
        "mode | -1",
        "fr_timer | 181",
        "max_message_size | 1048577",
        "max_messages | -1",
        "max_bytes | 2147483648",
        "when_full | drop",
        "sender_rate | -1",
        "source_rate | 1000001",
        "notice_rate | often",
        "max_contacts | 0",
        "max_headers | 9",
        "max_header_bytes | 1023",
        "max_connections_per_source | -1",
        "idle_connection | -1",
        "location | OWN",
        "delivery | all",
        "expiry_notice | 2",
        "device_horizon | 0",
        "relay | all",
        "db_table | silo;drop",
        "db_table | 1silo",
        "db_url | jdbc:oracle:x",
        "registrar | sip:example.com",
        "registrar | msilo@example.com",
        "registrar | sip:a b@example.com",
        "next_hop | 10.0.0.1:5060",
        "next_hop | http://10.0.0.1",
        "domains | example..com",
        "domains | 300.1.1.1",
        "http | 8080",
        "http | 127.0.0.1:0",
        "listen | udp:127.0.0.1",
        "listen | sctp:127.0.0.1:5060",
        "listen | udp:127.0.0.1:65536",
        "listen | udp:::1:5060",
        "listen | udp:example.com:5060",
        "listen | udp:127.0.0.1:5060,udp:127.0.0.1:5060",
        "min_expires | 90000",
        "default_expires | 30",
      })
  void a_value_out_of_its_limits_is_one_fault(String name, String value) {
    commandLine.add("--" + name + "=" + value);
    assertThat(faults()).singleElement().asString().contains(name, "command line");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "registrar | sip:msilo@example.com:5070;transport=tcp",
        "registrar | sips:msilo@[2001:db8::1]",
        "next_hop | sip:10.0.0.1:5060;transport=tcp;lr",
        "next_hop | sip:proxy.example.com",
        "db_url | java:comp/env/jdbc/silo",
        "db_url | jdbc:postgresql://localhost/silo",
        "relay | authenticated",
        "delivery | every",
        "expiry_notice | 1",
        "device_horizon | 60",
        "location | next",
        "http | off",
        "http | [::1]:8080",
        "max_message_size | 0",
        "max_messages | 0",
        "max_bytes | 2147483647",
        "when_full | drop_oldest",
        "sender_rate | 0",
        "source_rate | 1000000",
        "notice_rate | 0",
        "max_contacts | 1",
        "max_headers | 10",
        "max_header_bytes | 1024",
        "max_connections_per_source | 0",
        "idle_connection | 0",
        "listen | tcp:0.0.0.0:5061, udp:[::1]:5063 ws:127.0.0.1:5062",
      })
  void a_value_within_its_limits_is_taken(String name, String value) throws Exception {
    commandLine.add("--auth=off");
    commandLine.add("--" + name + "=" + value);
    assertThat(read().describe()).contains(name + " = " + value + " (from command line)");
  }

  @Test
  void a_device_counts_at_least_as_long_as_a_registration_lives() throws Exception {
    commandLine.addAll(List.of("--device_horizon=86399", "--delivery=every"));
    assertThat(faults()).singleElement().asString().contains("device_horizon", "max_expires");
  }

  @Test
  void domains_are_lower_case_and_an_ipv6_address_stands_in_brackets() throws Exception {
    commandLine.add("--domains=Example.COM, 0:0:0:0:0:0:0:1 [2001:DB8:0:0:1:0:0:10] [fd00::0]");
    assertThat(read().domains())
        .containsExactlyInAnyOrder("example.com", "[::1]", "[2001:db8::1:0:0:10]", "[fd00::]");
  }

  @Test
  void a_wildcard_makes_every_address_of_the_machine_a_domain() throws Exception {
    commandLine.addAll(List.of("--listen=udp:0.0.0.0:5060", "--auth=all"));
    List<String> own = Addresses.ofThisMachine().stream().map(Addresses::bracketed).toList();
    assertThat(read().domains()).containsAll(own).doesNotContain("0.0.0.0");
  }

  @Test
  void another_database_has_no_default_user() throws Exception {
    commandLine.add("--db_url=jdbc:postgresql://localhost/silo");
    assertThat(read().dbUser()).isEmpty();
  }

  @Test
  void secrets_are_masked_wherever_they_are_shown() throws Exception {
    commandLine.add("--db_url=jdbc:postgresql://silo:hidden1@db/silo?user=x&password=hidden2");
    commandLine.add("--db_password=hidden3");
    assertThat(read().describe()).noneMatch(line -> line.contains("hidden"));
    assertThat(read().toString()).doesNotContain("hidden");
    commandLine.add("--db_passwrd=hidden4");
    assertThat(faults()).noneMatch(fault -> fault.contains("hidden"));
  }

  @Test
  void each_setting_is_described_with_its_place() throws Exception {
    file("mode=2");
    assertThat(read().describe())
        .hasSize(Setting.values().length)
        .contains("mode = 2 (from file " + home.resolve("msilo.properties") + ")")
        .contains("relay = none (from default)");
  }
}
