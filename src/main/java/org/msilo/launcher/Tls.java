package org.msilo.launcher;

import java.security.GeneralSecurityException;
import java.util.Properties;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.msilo.config.TlsFiles;

/** How one SIP stack does TLS: by which certificate, with whom, and how. Thread-safe. */
final class Tls {
  static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

  /** Those with forward secrecy and authenticated encryption (RFC 7525 4.2, RFC 8446). */
  static final String[] CIPHER_SUITES = {
    "TLS_AES_256_GCM_SHA384",
    "TLS_CHACHA20_POLY1305_SHA256",
    "TLS_AES_128_GCM_SHA256",
    "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
    "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
    "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
    "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
    "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
    "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"
  };

  /** For the parts that the stack makes by name, on the thread that starts the container. */
  private static final ThreadLocal<Tls> STARTING = new ThreadLocal<>();

  private final X509ExtendedKeyManager keys;
  private final X509ExtendedTrustManager clients;
  private final X509ExtendedTrustManager servers;
  private final boolean asksClients;

  private Tls(TlsFiles files) {
    keys = new TlsKeys(files.certificate().orElseThrow(), files.key().orElseThrow());
    clients = new TlsTrust(files.clientCa());
    servers = new TlsTrust(files.ca());
    asksClients = files.clientCa().isPresent();
  }

  /** Reads the files for the stack that this thread starts next, and has it use them. */
  static void addTo(Properties stack, TlsFiles files) throws StartException {
    if (files.certificate().isEmpty()) {
      throw new StartException("tls and wss need a certificate: --tls_certificate=FILE");
    }
    try {
      STARTING.set(new Tls(files));
    } catch (IllegalArgumentException e) {
      throw new StartException(e.getMessage(), e);
    }
    nist(stack, "NETWORK_LAYER", TlsNetworkLayer.class.getName());
    nist(stack, "SECURITY_MANAGER_PROVIDER", TlsProvider.class.getName());
    nist(stack, "TLS_SECURITY_POLICY", PeerIdentity.class.getName());
    nist(stack, "TLS_CLIENT_AUTH_TYPE", files.clientCa().isPresent() ? "Want" : "Disabled");
    nist(stack, "TLS_CLIENT_PROTOCOLS", String.join(",", PROTOCOLS));
    nist(stack, "ENABLED_CIPHER_SUITES", String.join(",", CIPHER_SUITES));
    limitProcess();
  }

  private static void nist(Properties stack, String name, String value) {
    stack.setProperty("gov.nist.javax.sip." + name, value);
  }

  /** WebSockets of the stack take what the Java machine has for all. */
  private static void limitProcess() {
    setUnlessSet("jdk.tls.server.cipherSuites", String.join(",", CIPHER_SUITES));
    setUnlessSet("jdk.tls.rejectClientInitiatedRenegotiation", "true");
  }

  private static void setUnlessSet(String name, String value) {
    if (System.getProperty(name) == null) {
      System.setProperty(name, value);
    }
  }

  /** The one of the stack that this thread starts. */
  static Tls starting() {
    return STARTING.get();
  }

  /** To be called when the stack is there. */
  static void started() {
    STARTING.remove();
  }

  KeyManager[] keyManagers() {
    return new KeyManager[] {keys};
  }

  /**
   * @param client whether it is us who connect
   */
  TrustManager[] trustManagers(boolean client) {
    return new TrustManager[] {client ? servers : clients};
  }

  /**
   * @param client whether it is us who connect
   */
  SSLContext context(boolean client) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keyManagers(), trustManagers(client), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK does no TLS", e);
    }
  }

  static SSLParameters parameters() {
    return new SSLParameters(CIPHER_SUITES, PROTOCOLS);
  }

  /** Those by which others connect: they are asked for a certificate if we know whose to trust. */
  SSLParameters parametersOfServer() {
    SSLParameters parameters = parameters();
    parameters.setWantClientAuth(asksClients);
    return parameters;
  }
}
