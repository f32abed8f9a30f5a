package org.msilo.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Gives each setting its type, its limits and its default. */
final class ConfigBuilder {
  private static final int YEARS_TEN = 315_360_000;
  private static final int DAY = 86_400;
  private static final int MOST_SEALED = 1_000_000;
  private static final Pattern LIST = Pattern.compile("[,\\s]+");
  private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,40}");
  static final Pattern DATABASE = Pattern.compile("(jdbc:(h2|postgresql|mariadb|mysql):|java:).+");
  private static final String SIP_HOST = "([A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+])(:[0-9]{1,5})?";
  private static final String SIP_PARAMETERS = "(;[^\\s;?<>\"]+)*";
  private static final String SIP_USER = "[A-Za-z0-9%_.!~*'()&=+$,;?/-]+";

  /** A pattern of repeated groups takes some stack frames for each. */
  private static final String NOT_ENDLESS = "(?=[^\\n]{0,1000}\\z)";

  private static final Pattern NODE_ADDRESS =
      Pattern.compile(NOT_ENDLESS + "(?i:sips?:)?" + SIP_HOST + "(;(?i:transport=(udp|tcp|tls)))?");
  private static final Pattern SIP_ADDRESS =
      Pattern.compile(NOT_ENDLESS + "(?i:sips?):" + SIP_USER + "@" + SIP_HOST + SIP_PARAMETERS);
  private static final Pattern SIP_URI =
      Pattern.compile(NOT_ENDLESS + "(?i:sips?):(" + SIP_USER + "@)?" + SIP_HOST + SIP_PARAMETERS);

  private final SettingValues values;

  ConfigBuilder(SettingValues values) {
    this.values = values;
  }

  MsiloConfig build() {
    Path home = home();
    String dbUrl = dbUrl(home);
    List<ListenAddress> listen = listen();
    Set<String> domains = domains(listen);
    Duration[] registration = registration();
    Auth auth = auth(listen);
    Delivery delivery = values.choice(Setting.DELIVERY, Delivery.class);
    return new MsiloConfig(
        dbUrl,
        dbUser(dbUrl),
        values.text(Setting.DB_PASSWORD).orElse(""),
        matching(Setting.DB_TABLE, IDENTIFIER, "must be letters, digits and _, at most 41")
            .orElse(Setting.DB_TABLE.defaultText()),
        nodeAddress(),
        matching(Setting.REGISTRAR, SIP_ADDRESS, "must be a SIP URI sip:user@host, or none"),
        seconds(Setting.EXPIRE_TIME, 1, YEARS_TEN),
        seconds(Setting.CHECK_TIME, 1, DAY),
        values.integer(Setting.CLEAN_PERIOD, 1, 100_000),
        values.integer(Setting.USE_CONTACT, 0, 1) == 1,
        values.integer(Setting.EXPIRY_NOTICE, 0, 1) == 1,
        delivery,
        deviceHorizon(delivery, registration[2]),
        values.integer(Setting.MODE, 0, 2),
        matching(Setting.NEXT_HOP, SIP_URI, "must be a SIP URI such as sip:10.0.0.1:5060, or none"),
        values.text(Setting.OFFLINE_MESSAGE).orElse(Setting.OFFLINE_MESSAGE.defaultText()),
        values.choice(Setting.LOCATION, Location.class),
        matching(Setting.REGISTRAR_HOP, SIP_URI, "must be a SIP URI such as sip:10.0.0.1, or none"),
        values.parsed(Setting.THIRD_PARTY_FROM, AddressList::addresses).orElse(Set.of()),
        domains,
        values.choice(Setting.RELAY, Relay.class),
        registration[0],
        registration[1],
        registration[2],
        seconds(Setting.FR_TIMER, 1, 180),
        values.integer(Setting.LARGE_OVER_UDP, 0, 1) == 1,
        maxMessageSize(),
        values.parsed(Setting.ENCRYPTION_KEY_FILE, KeyFile::read).orElse(Map.of()),
        Limits.of(values),
        home,
        listen,
        new TlsReader(values).read(home, listen),
        values.integer(Setting.REHEARSAL, 0, 1_000_000),
        http(),
        auth,
        values.parsed(Setting.TRUSTED, AddressList::blocks).orElse(Set.of()),
        Login.of(values, dbUrl, dbUser(dbUrl), values.text(Setting.DB_PASSWORD).orElse("")),
        values.effective(
            Map.of(
                Setting.HOME, home.toString(),
                Setting.DB_URL, dbUrl,
                Setting.DB_USER, dbUser(dbUrl),
                Setting.AUTH, auth.name().toLowerCase(Locale.ROOT),
                Setting.DOMAINS, String.join(",", domains))));
  }

  /** With the scheme, which may be left out. */
  private Optional<String> nodeAddress() {
    return matching(
            Setting.NODE_ADDRESS,
            NODE_ADDRESS,
            "must be host:port, with ;transport=tcp for instance, such as"
                + " sip:10.0.0.1:5060;transport=tcp, or none")
        .map(text -> text.matches("(?i)sips?:.*") ? text : "sip:" + text);
  }

  /** A sealed row holds header fields, too, and a column 1 MiB. */
  private int maxMessageSize() {
    int bytes = values.integer(Setting.MAX_MESSAGE_SIZE, 0, 1_048_576);
    if (bytes > MOST_SEALED && values.text(Setting.ENCRYPTION_KEY_FILE).isPresent()) {
      values.fault(
          Setting.MAX_MESSAGE_SIZE,
          "must not be more than " + MOST_SEALED + " with encryption_key_file");
    }
    return bytes;
  }

  private Path home() {
    return values
        .parsed(Setting.HOME, Path::of)
        .orElseGet(() -> Path.of(Setting.HOME.defaultText()))
        .toAbsolutePath()
        .normalize();
  }

  private String dbUrl(Path home) {
    String otherwise = "jdbc:h2:file:" + home.toString().replace('\\', '/') + "/silo";
    Optional<String> made = values.text(Setting.DB_URL);
    if (made.isEmpty() && otherwise.indexOf(';') >= 0) {
      values.fault(Setting.HOME, "must not contain ';' while the database lies in it");
    }
    return matching(
            Setting.DB_URL,
            DATABASE,
            "must start with jdbc:h2: jdbc:postgresql: jdbc:mariadb: jdbc:mysql: or java:")
        .orElse(otherwise);
  }

  private String dbUser(String dbUrl) {
    return values.text(Setting.DB_USER).orElse(dbUrl.startsWith("jdbc:h2:") ? "sa" : "");
  }

  private Optional<String> matching(Setting setting, Pattern form, String remedy) {
    return values.parsed(
        setting,
        text -> {
          if (!form.matcher(text).matches()) {
            throw new IllegalArgumentException(remedy);
          }
          return text;
        });
  }

  private Duration seconds(Setting setting, int least, int most) {
    return Duration.ofSeconds(values.integer(setting, least, most));
  }

  /** Default, least and longest registration, which must not contradict each other. */
  private Duration[] registration() {
    Duration otherwise = seconds(Setting.DEFAULT_EXPIRES, 1, YEARS_TEN);
    Duration least = seconds(Setting.MIN_EXPIRES, 1, YEARS_TEN);
    Duration most = seconds(Setting.MAX_EXPIRES, 1, YEARS_TEN);
    if (least.compareTo(most) > 0) {
      values.fault(Setting.MIN_EXPIRES, "must not be more than max_expires, " + most.toSeconds());
    } else if (otherwise.compareTo(least) < 0 || otherwise.compareTo(most) > 0) {
      values.fault(
          Setting.DEFAULT_EXPIRES,
          "must be from min_expires, %d, to max_expires, %d"
              .formatted(least.toSeconds(), most.toSeconds()));
    }
    return new Duration[] {otherwise, least, most};
  }

  /** A device that is registered was seen, however long its registration lives. */
  private Duration deviceHorizon(Delivery delivery, Duration longestRegistration) {
    Duration horizon = seconds(Setting.DEVICE_HORIZON, 1, YEARS_TEN);
    if (delivery == Delivery.EVERY && horizon.compareTo(longestRegistration) < 0) {
      values.fault(
          Setting.DEVICE_HORIZON,
          "must not be less than max_expires, " + longestRegistration.toSeconds());
    }
    return horizon;
  }

  /** Nothing but the operator's word lets strangers in unasked. */
  private Auth auth(List<ListenAddress> listen) {
    Optional<Auth> made =
        values.parsed(Setting.AUTH, text -> SettingValues.constant(text, Auth.class));
    boolean open = !listen.stream().allMatch(it -> Addresses.isLoopback(it.address()));
    if (made.isEmpty() && open && !values.isMade(Setting.AUTH)) {
      values.fault(
          Setting.AUTH,
          "listen is open to others, so say who must prove who he is: auth=register (whoever"
              + " registers), auth=all (whoever sends, too), or auth=off (nobody: a proxy in front"
              + " sees to it); users are made by: java -jar msilo.war user add NAME@DOMAIN");
    }
    return made.orElse(Auth.OFF);
  }

  private List<ListenAddress> listen() {
    return values
        .parsed(Setting.LISTEN, ConfigBuilder::listenAddresses)
        .orElseGet(() -> listenAddresses(Setting.LISTEN.defaultText()));
  }

  private static List<ListenAddress> listenAddresses(String text) {
    List<ListenAddress> addresses = new ArrayList<>();
    for (String entry : LIST.split(text)) {
      try {
        addresses.add(ListenAddress.parse(entry));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("\"" + entry + "\": " + e.getMessage(), e);
      }
    }
    if (new LinkedHashSet<>(addresses).size() < addresses.size()) {
      throw new IllegalArgumentException("names the same address twice");
    }
    return addresses;
  }

  private Set<String> domains(List<ListenAddress> listen) {
    return values
        .parsed(Setting.DOMAINS, ConfigBuilder::hosts)
        .orElseGet(() -> Addresses.defaultDomains(listen));
  }

  private static Set<String> hosts(String text) {
    return LIST.splitAsStream(text)
        .map(ConfigBuilder::host)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static String host(String text) {
    String bare = text.replaceAll("^\\[|]$", "");
    if (!Addresses.isHostName(bare) && !Addresses.isIpv4(bare) && !Addresses.isIpv6(bare)) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is no host name or address; separate several by commas");
    }
    return Addresses.bracketed(bare);
  }

  private Optional<HostPort> http() {
    Optional<String> made = values.text(Setting.HTTP);
    if (made.isPresent() && made.get().equalsIgnoreCase("off")) {
      return Optional.empty();
    }
    return values
        .parsed(Setting.HTTP, HostPort::parse)
        .or(() -> Optional.of(HostPort.parse(Setting.HTTP.defaultText())));
  }
}
