package org.msilo.store.seal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys that seal and open the content of messages: AES-256-GCM with a random nonce for each
 * sealing. Immutable, thread-safe.
 */
public final class KeyRing {
  /** No keys: content is kept as it is. */
  public static final KeyRing EMPTY = new KeyRing(Map.of());

  private static final String CIPHER = "AES/GCM/NoPadding";
  private static final String MAC = "HmacSHA256";
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final Map<String, SecretKeySpec> keys = new LinkedHashMap<>();
  private final Optional<String> current;
  private final SecureRandom random = new SecureRandom();

  /**
   * @param keys 32 bytes each, by their ids, in order: the first seals, all of them open
   */
  public KeyRing(Map<String, byte[]> keys) {
    keys.forEach((id, key) -> this.keys.put(id, new SecretKeySpec(key, "AES")));
    this.current = keys.keySet().stream().findFirst();
  }

  /** Id of the key that seals; empty if nothing is sealed. */
  public Optional<String> current() {
    return current;
  }

  /** The ids of all keys. */
  public Set<String> ids() {
    return keys.keySet();
  }

  /** Seals with the current key, which there must be. */
  public Sealed seal(Place place, Content content) {
    String id = current.orElseThrow();
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    byte[] plain = content.toBytes();
    ByteBuffer sealed = ByteBuffer.allocate(NONCE_BYTES + plain.length + TAG_BITS / Byte.SIZE);
    sealed.put(nonce);
    try {
      cipher(Cipher.ENCRYPT_MODE, id, nonce, place).doFinal(ByteBuffer.wrap(plain), sealed);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM is not to be had", e);
    }
    return new Sealed(id, sealed.array());
  }

  /**
   * Opens with a key of this ring.
   *
   * @throws SealBrokenException if the content is not what was sealed for this place
   */
  public Content open(Place place, Sealed sealed) {
    if (sealed.bytes().length < NONCE_BYTES + TAG_BITS / Byte.SIZE) {
      throw new SealBrokenException("cut off", null);
    }
    ByteBuffer bytes = ByteBuffer.wrap(sealed.bytes());
    byte[] nonce = new byte[NONCE_BYTES];
    bytes.get(nonce);
    try {
      Cipher cipher = cipher(Cipher.DECRYPT_MODE, sealed.keyId(), nonce, place);
      return Content.of(cipher.doFinal(sealed.bytes(), NONCE_BYTES, bytes.remaining()));
    } catch (AEADBadTagException e) {
      throw new SealBrokenException("not what was sealed here", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM is not to be had", e);
    }
  }

  /** What tells a key from others of the same id, and tells nobody the key. */
  public byte[] fingerprint(String id) {
    try {
      Mac mac = Mac.getInstance(MAC);
      mac.init(new SecretKeySpec(keys.get(id).getEncoded(), MAC));
      return mac.doFinal("msilo fingerprint".getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(MAC + " is not to be had", e);
    }
  }

  private Cipher cipher(int mode, String id, byte[] nonce, Place place)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(CIPHER);
    cipher.init(mode, keys.get(id), new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(place.toBytes());
    return cipher;
  }

  /** Names no key. */
  @Override
  public String toString() {
    return "keys " + keys.keySet();
  }
}
