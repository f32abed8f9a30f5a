package org.msilo.launcher;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.msilo.config.ListenAddress;

/** The certificate of the secure transports, by the JDK's own system properties. */
final class TlsSettings {
  private static final String KEY_STORE = "javax.net.ssl.keyStore";
  private static final String PASSWORD = "javax.net.ssl.keyStorePassword";
  private static final String CIPHER_SUITES =
      String.join(
          ",",
          "TLS_AES_256_GCM_SHA384",
          "TLS_AES_128_GCM_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");

  private TlsSettings() {}

  /** Refuses a secure transport without a certificate, which the stack would only log. */
  static void check(List<ListenAddress> listen) throws StartException {
    Optional<ListenAddress> secure = listen.stream().filter(ListenAddress::isSecure).findFirst();
    if (secure.isEmpty()) {
      return;
    }
    String file = System.getProperty(KEY_STORE);
    if (file == null || System.getProperty(PASSWORD) == null) {
      throw new StartException(
          "%s needs a certificate: start with java -D%s=FILE -D%s=PASSWORD"
              .formatted(secure.get(), KEY_STORE, PASSWORD));
    }
    if (!Files.isReadable(Path.of(file))) {
      throw new StartException("the key store %s (%s) cannot be read".formatted(file, KEY_STORE));
    }
  }

  static void addTo(Properties stack) {
    for (String name : System.getProperties().stringPropertyNames()) {
      if (name.startsWith("javax.net.ssl.")) {
        stack.setProperty(name, System.getProperty(name));
      }
    }
    stack.setProperty("gov.nist.javax.sip.TLS_CLIENT_AUTH_TYPE", "Disabled");
    stack.setProperty("gov.nist.javax.sip.TLS_CLIENT_PROTOCOLS", "TLSv1.3,TLSv1.2");
    stack.setProperty("gov.nist.javax.sip.ENABLED_CIPHER_SUITES", CIPHER_SUITES);
  }
}
