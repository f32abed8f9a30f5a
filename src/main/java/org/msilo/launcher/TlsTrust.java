package org.msilo.launcher;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.msilo.config.Pem;

/**
 * Whom we believe who the other side is: those whose certificates lie in a file now, or those that
 * the Java machine trusts. Thread-safe.
 */
final class TlsTrust extends X509ExtendedTrustManager {
  private final Supplier<X509ExtendedTrustManager> present;

  /** Throws an IllegalArgumentException that says what is wrong with the file. */
  TlsTrust(Optional<Path> file) {
    if (file.isPresent()) {
      Path path = file.get();
      present = new WatchedFiles<>(List.of(path), before -> trusting(store(path)));
    } else {
      X509ExtendedTrustManager always = trusting(null);
      present = () -> always;
    }
  }

  private static KeyStore store(Path file) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      for (X509Certificate certificate : Pem.certificates(file)) {
        store.setCertificateEntry(Integer.toString(store.size()), certificate);
      }
      return store;
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file + " " + e.getMessage(), e);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("a key store in memory failed", e);
    }
  }

  private static X509ExtendedTrustManager trusting(KeyStore store) {
    try {
      TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
      factory.init(store);
      return (X509ExtendedTrustManager) factory.getTrustManagers()[0];
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK does not check certificates", e);
    }
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    present.get().checkClientTrusted(chain, authType, socket);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    present.get().checkClientTrusted(chain, authType, engine);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    present.get().checkClientTrusted(chain, authType);
  }

  /** Its name is looked at by {@link PeerIdentity}, which knows the URI that led there. */
  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    present.get().checkServerTrusted(chain, authType, socket);
  }

  /** Nobody would look at its name; and no SIP element waits for us to open a WebSocket. */
  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    throw new CertificateException("WebSockets are opened by the other side");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    present.get().checkServerTrusted(chain, authType);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return present.get().getAcceptedIssuers();
  }
}
