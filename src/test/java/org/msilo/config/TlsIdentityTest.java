package org.msilo.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.msilo.testing.Certificate;

class TlsIdentityTest {
  @TempDir private Path folder;
  private Path key;

  @BeforeEach
  void name() {
    key = folder.resolve("key.pem");
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSA", "EC"})
  void pair_is_read_from_pkcs_8(String algorithm) {
    Certificate made = Certificate.in(folder, "a", algorithm);
    TlsIdentity identity = TlsIdentity.read(made.file(), made.keyFile());
    assertThat(identity.chain()).containsExactly(made.certificate());
    assertThat(identity.key()).isEqualTo(made.privateKey());
    assertThat(identity.fingerprint()).matches("([0-9A-F]{2}:){31}[0-9A-F]{2}");
  }

  /** Both forms are what lies in the octet string of PKCS #8. */
  @ParameterizedTest
  @CsvSource({"RSA, RSA PRIVATE KEY, 2048", "RSA, RSA PRIVATE KEY, 4096"})
  void rsa_key_is_read_from_pkcs_1(String algorithm, String label, String bits) throws IOException {
    Certificate made =
        Certificate.in(folder, "a", algorithm, "-keysize", bits, "-ext", "SAN=dns:a");
    byte[] pkcs8 = made.privateKey().getEncoded();
    Files.writeString(key, Certificate.pem(label, Arrays.copyOfRange(pkcs8, 26, pkcs8.length)));
    assertThat(TlsIdentity.read(made.file(), key).key()).isEqualTo(made.privateKey());
  }

  /** As openssl ecparam -genkey writes it: parameters, then the key, whose curve is inside. */
  @Test
  void ec_key_is_read_from_sec_1() throws Exception {
    String file =
        """
        -----BEGIN EC PARAMETERS-----
        BggqhkjOPQMBBw==
        -----END EC PARAMETERS-----
        """
            + Certificate.pem("EC PRIVATE KEY", sec1(BigInteger.valueOf(0x1234567)));
    Files.writeString(key, file);
    PrivateKey read = PrivateKeys.read(key);
    assertThat(((java.security.interfaces.ECPrivateKey) read).getS())
        .isEqualTo(BigInteger.valueOf(0x1234567));
    assertThat(KeyFactory.getInstance("EC").translateKey(read)).isEqualTo(read);
  }

  private static byte[] sec1(BigInteger secret) {
    byte[] der = new byte[51];
    byte[] head = {0x30, 49, 2, 1, 1, 4, 32};
    byte[] curve = {(byte) 0xa0, 10, 6, 8, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 3, 1, 7};
    byte[] number = secret.toByteArray();
    System.arraycopy(head, 0, der, 0, head.length);
    System.arraycopy(number, 0, der, 39 - number.length, number.length);
    System.arraycopy(curve, 0, der, 39, curve.length);
    return der;
  }

  @Test
  void key_that_cannot_be_used_is_told_with_a_remedy() throws IOException {
    Map<String, String> faults =
        Map.of(
            Certificate.pem("ENCRYPTED PRIVATE KEY", new byte[40]),
            "is encrypted",
            "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nAAAA\n"
                + "-----END RSA PRIVATE KEY-----\n",
            "openssl pkey",
            Certificate.pem("PRIVATE KEY", new byte[40]),
            "RSA or EC",
            Certificate.pem("EC PRIVATE KEY", new byte[] {0x30, 3, 2, 1, 1}),
            "curve",
            Certificate.pem("EC PRIVATE KEY", new byte[] {0x30, (byte) 0x84, -1, -1, -1, -1}),
            "curve",
            Certificate.pem("DSA PRIVATE KEY", new byte[40]),
            "another kind",
            "-----BEGIN PRIVATE KEY-----\n!\n-----END PRIVATE KEY-----\n",
            "RSA or EC",
            "",
            "has no private key");
    for (Map.Entry<String, String> fault : faults.entrySet()) {
      Files.writeString(key, fault.getKey());
      assertThatThrownBy(() -> PrivateKeys.read(key))
          .as(fault.getKey())
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(fault.getValue());
    }
  }

  @Test
  void key_of_another_certificate_is_refused() {
    Certificate one = Certificate.in(folder, "one", "EC");
    for (String algorithm : List.of("EC", "RSA")) {
      Certificate other = Certificate.in(folder, algorithm, algorithm);
      assertThatThrownBy(() -> TlsIdentity.read(one.file(), other.keyFile()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(other.keyFile() + " is not the key of the certificate");
    }
  }

  @Test
  void time_of_validity_is_told() {
    Certificate made = Certificate.in(folder, "a", "EC");
    TlsIdentity identity = TlsIdentity.read(made.file(), made.keyFile());
    Instant until = made.certificate().getNotAfter().toInstant();
    Instant from = made.certificate().getNotBefore().toInstant();
    assertThat(identity.complaintAt(until)).isEmpty();
    assertThat(identity.complaintAt(until.plusSeconds(1))).contains("expired at " + until);
    assertThat(identity.complaintAt(from.minus(Duration.ofDays(1)))).isPresent();
  }
}
