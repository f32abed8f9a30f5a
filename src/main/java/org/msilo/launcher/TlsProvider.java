package org.msilo.launcher;

import gov.nist.core.net.SecurityManagerProvider;
import java.util.Properties;
import javax.net.ssl.KeyManager;
import javax.net.ssl.TrustManager;

/** Our certificate and trust for the WebSockets of the stack, which makes it by its name. */
public final class TlsProvider implements SecurityManagerProvider {
  private final Tls tls = Tls.starting();

  @Override
  public void init(Properties properties) {
    // What it needs does not fit into properties.
  }

  @Override
  public KeyManager[] getKeyManagers(boolean client) {
    return tls.keyManagers();
  }

  @Override
  public TrustManager[] getTrustManagers(boolean client) {
    return tls.trustManagers(client);
  }
}
