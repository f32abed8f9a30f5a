package org.msilo.config;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A certificate with the key that belongs to it; immutable.
 *
 * @param chain the certificate, then each one that signed the one before
 * @param key the private key of the first
 */
public record TlsIdentity(List<X509Certificate> chain, PrivateKey key) {
  public TlsIdentity {
    chain = List.copyOf(chain);
    if (!areOnePair(key, chain.get(0).getPublicKey())) {
      throw new IllegalArgumentException("is not the key of the certificate");
    }
  }

  /**
   * Reads both files.
   *
   * @throws IllegalArgumentException if they do not hold a certificate and its key; the message
   *     names the file
   */
  public static TlsIdentity read(Path certificate, Path key) {
    List<X509Certificate> chain = naming(certificate, () -> Pem.certificates(certificate));
    return naming(key, () -> new TlsIdentity(chain, PrivateKeys.read(key)));
  }

  private static <T> T naming(Path file, Supplier<T> reader) {
    try {
      return reader.get();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file + " " + e.getMessage(), e);
    }
  }

  private static boolean areOnePair(PrivateKey key, PublicKey certified) {
    if (!key.getAlgorithm().equals(certified.getAlgorithm())) {
      return false;
    }
    String algorithm = key.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA";
    try {
      byte[] text = {1, 2, 3};
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      signature.update(text);
      byte[] signed = signature.sign();
      signature.initVerify(certified);
      signature.update(text);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  public X509Certificate certificate() {
    return chain.get(0);
  }

  /** SHA-256 of the certificate as openssl prints it: pairs of capital digits, by colons. */
  public String fingerprint() {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate().getEncoded());
      return HexFormat.ofDelimiter(":").withUpperCase().formatHex(digest);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK lacks SHA-256", e);
    }
  }

  /** What is wrong with the time in which it is valid, in words. */
  public Optional<String> complaintAt(Instant moment) {
    Instant from = certificate().getNotBefore().toInstant();
    Instant until = certificate().getNotAfter().toInstant();
    if (moment.isAfter(until)) {
      return Optional.of("expired at " + until);
    }
    return moment.isBefore(from) ? Optional.of("is not valid before " + from) : Optional.empty();
  }
}
