package org.msilo.config;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * Private keys in PEM files: PKCS #8 (RFC 5958), and the older forms of one algorithm each, PKCS #1
 * (RFC 8017 A.1.2) and SEC 1 (RFC 5915). The JDK reads the first only; the others are put into it.
 */
final class PrivateKeys {
  /** Those that the JDK does TLS with. */
  private static final List<String> ALGORITHMS = List.of("RSA", "EC");

  private static final byte[] VERSION_0 = HexFormat.of().parseHex("020100");
  private static final byte[] RSA = HexFormat.of().parseHex("300d06092a864886f70d0101010500");
  private static final byte[] EC_OID = HexFormat.of().parseHex("06072a8648ce3d0201");

  private static final int SEQUENCE = 0x30;
  private static final int OCTET_STRING = 0x04;
  private static final int CURVE = 0xa0;
  private static final int LONG_FORM = 0x80;
  private static final int BYTE = 0xff;

  private PrivateKeys() {}

  /** The first private key of a file; the message of the exception says what is wrong with it. */
  static PrivateKey read(Path file) {
    Pem.Block block =
        Pem.blocks(file).stream()
            .filter(each -> each.label().endsWith("PRIVATE KEY"))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("has no private key"));
    if (block.label().startsWith("ENCRYPTED") || block.text().contains("Proc-Type: 4,ENCRYPTED")) {
      throw new IllegalArgumentException(
          "is encrypted, and nobody is there to type its passphrase:"
              + " write it without one by \"openssl pkey -in FILE -out NEW\"");
    }
    return switch (block.label()) {
      case "PRIVATE KEY" -> ofPkcs8(block.bytes());
      case "RSA PRIVATE KEY" -> ofPkcs8(pkcs8(RSA, block.bytes()));
      case "EC PRIVATE KEY" -> ofPkcs8(pkcs8(ecAlgorithm(block.bytes()), block.bytes()));
      default -> throw new IllegalArgumentException("has a key of another kind than RSA or EC");
    };
  }

  private static PrivateKey ofPkcs8(byte[] der) {
    for (String algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
      } catch (InvalidKeySpecException e) {
        continue;
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("this Java machine lacks " + algorithm, e);
      }
    }
    throw new IllegalArgumentException("has no key that can be read; RSA or EC is needed");
  }

  private static byte[] pkcs8(byte[] algorithm, byte[] key) {
    return tlv(SEQUENCE, VERSION_0, algorithm, tlv(OCTET_STRING, key));
  }

  /** SEC 1 names its curve inside of the key, PKCS #8 beside it. */
  private static byte[] ecAlgorithm(byte[] sec1) {
    try {
      int at = contentAt(sec1, 0);
      while ((sec1[at] & BYTE) != CURVE) {
        at = endOf(sec1, at);
      }
      byte[] curve = Arrays.copyOfRange(sec1, contentAt(sec1, at), endOf(sec1, at));
      return tlv(SEQUENCE, EC_OID, curve);
    } catch (IndexOutOfBoundsException e) {
      throw new IllegalArgumentException("has an EC key that does not name its curve", e);
    }
  }

  private static int contentAt(byte[] der, int at) {
    int first = der[at + 1] & BYTE;
    return at + 2 + (first < LONG_FORM ? 0 : first - LONG_FORM);
  }

  private static int endOf(byte[] der, int at) {
    int content = contentAt(der, at);
    int length = der[at + 1] & BYTE;
    if (length >= LONG_FORM) {
      length = 0;
      for (int i = at + 2; i < content; i++) {
        length = length << Byte.SIZE | der[i] & BYTE;
      }
    }
    if (length < 0 || length > der.length - content) {
      throw new IndexOutOfBoundsException(length);
    }
    return content + length;
  }

  private static byte[] tlv(int tag, byte[]... parts) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      content.writeBytes(part);
    }
    int length = content.size();
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.write(tag);
    if (length < LONG_FORM) {
      all.write(length);
    } else if (length <= BYTE) {
      all.write(LONG_FORM + 1);
      all.write(length);
    } else {
      // No key is longer than 64 KiB.
      all.write(LONG_FORM + 2);
      all.write(length >> Byte.SIZE);
      all.write(length);
    }
    all.writeBytes(content.toByteArray());
    return all.toByteArray();
  }
}
