package org.msilo.config;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Files of the textual encoding of RFC 7468. */
public final class Pem {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);
  private static final long LARGEST_FILE = 1_048_576;

  private Pem() {}

  /**
   * One encapsulated block.
   *
   * @param label what its boundaries call it
   * @param text what lies between them
   */
  record Block(String label, String text) {
    byte[] bytes() {
      try {
        return Base64.getMimeDecoder().decode(text.strip());
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("its " + label + " is not base64", e);
      }
    }
  }

  /** All blocks of a file; what stands between them is comment. */
  static List<Block> blocks(Path file) {
    List<Block> blocks = new ArrayList<>();
    for (Matcher matcher = BLOCK.matcher(text(file)); matcher.find(); ) {
      blocks.add(new Block(matcher.group(1), matcher.group(2)));
    }
    return blocks;
  }

  private static String text(Path file) {
    try {
      if (!Files.isRegularFile(file)) {
        throw new IllegalArgumentException(
            Files.exists(file) ? "is not a file" : "there is no such file");
      }
      if (Files.size(file) > LARGEST_FILE) {
        throw new IllegalArgumentException("is too large for a PEM file");
      }
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (AccessDeniedException e) {
      throw new IllegalArgumentException("cannot be read: permission denied", e);
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException("there is no such file", e);
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * The certificates of a file, in their order.
   *
   * @throws IllegalArgumentException if it has none, or one that cannot be read; the message says
   *     what is wrong, without the name of the file
   */
  public static List<X509Certificate> certificates(Path file) {
    List<X509Certificate> certificates = new ArrayList<>();
    for (Block block : blocks(file)) {
      if (block.label().endsWith("CERTIFICATE")) {
        certificates.add(certificate(block));
      }
    }
    if (certificates.isEmpty()) {
      throw new IllegalArgumentException(
          "has no certificate: a PEM file with -----BEGIN CERTIFICATE----- is needed");
    }
    return List.copyOf(certificates);
  }

  private static X509Certificate certificate(Block block) {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(block.bytes()));
    } catch (CertificateException e) {
      throw new IllegalArgumentException("has a certificate that cannot be read", e);
    }
  }
}
