package org.msilo.launcher;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.apache.log4j.Logger;
import org.msilo.config.TlsIdentity;

/**
 * Our certificate and key, always those that lie in the files now. A handshake takes the two one
 * after the other, so the pair before the present one stays available. Thread-safe.
 */
final class TlsKeys extends X509ExtendedKeyManager {
  private static final Logger LOG = Logger.getLogger(TlsKeys.class);
  private static final Set<PosixFilePermission> OF_OTHERS =
      EnumSet.of(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_READ);

  private final WatchedFiles<Pairs> pairs;

  /** Two generations; the older one is null at first. */
  private record Pairs(X509ExtendedKeyManager present, X509ExtendedKeyManager former) {
    X509ExtendedKeyManager having(String alias) {
      boolean current = former == null || present.getPrivateKey(alias) != null;
      return current ? present : former;
    }
  }

  /** Throws an IllegalArgumentException that says what is wrong with the files. */
  TlsKeys(Path certificate, Path key) {
    pairs =
        new WatchedFiles<>(
            List.of(certificate, key),
            before -> new Pairs(read(certificate, key), before == null ? null : before.present()));
  }

  private static X509ExtendedKeyManager read(Path certificate, Path key) {
    TlsIdentity identity = TlsIdentity.read(certificate, key);
    identity
        .complaintAt(Instant.now())
        .ifPresent(complaint -> LOG.warn("the certificate in " + certificate + " " + complaint));
    if (isReadableByOthers(key)) {
      LOG.warn("the private key in " + key + " can be read by others: chmod 600 " + key);
    }
    return keyManager(identity);
  }

  private static boolean isReadableByOthers(Path key) {
    try {
      return Files.getPosixFilePermissions(key).stream().anyMatch(OF_OTHERS::contains);
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  private static X509ExtendedKeyManager keyManager(TlsIdentity identity) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      char[] password = {};
      Certificate[] chain = identity.chain().toArray(Certificate[]::new);
      store.setKeyEntry(alias(identity), identity.key(), password, chain);
      // This one, unlike the default, gives out the aliases of the key store.
      KeyManagerFactory factory = KeyManagerFactory.getInstance("SunX509");
      factory.init(store, password);
      return (X509ExtendedKeyManager) factory.getKeyManagers()[0];
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("a key store in memory failed", e);
    }
  }

  /** One that no other pair has, in the lower case to which a key store takes it. */
  private static String alias(TlsIdentity identity) {
    return identity.fingerprint().replace(":", "").toLowerCase(Locale.ROOT);
  }

  @Override
  public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
    return pairs.get().present().chooseServerAlias(keyType, issuers, socket);
  }

  @Override
  public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
    return pairs.get().present().chooseEngineServerAlias(keyType, issuers, engine);
  }

  @Override
  public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
    return pairs.get().present().chooseClientAlias(keyTypes, issuers, socket);
  }

  @Override
  public String chooseEngineClientAlias(String[] keyTypes, Principal[] issuers, SSLEngine engine) {
    return pairs.get().present().chooseEngineClientAlias(keyTypes, issuers, engine);
  }

  @Override
  public PrivateKey getPrivateKey(String alias) {
    return pairs.get().having(alias).getPrivateKey(alias);
  }

  @Override
  public X509Certificate[] getCertificateChain(String alias) {
    return pairs.get().having(alias).getCertificateChain(alias);
  }

  @Override
  public String[] getServerAliases(String keyType, Principal[] issuers) {
    return pairs.get().present().getServerAliases(keyType, issuers);
  }

  @Override
  public String[] getClientAliases(String keyType, Principal[] issuers) {
    return pairs.get().present().getClientAliases(keyType, issuers);
  }
}
