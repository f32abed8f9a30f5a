package org.msilo.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The PEM files of the secure transports.
 *
 * @param certificate our certificate and those that signed it, ours first; empty without TLS
 * @param key its private key; may be the same file
 * @param selfSigned whether the two are to be made, in {@code home}, rather than given
 * @param clientCa who signs for clients; empty asks no client for a certificate
 * @param ca who signs for the servers that we connect to; empty goes by the Java machine's list
 */
public record TlsFiles(
    Optional<Path> certificate,
    Optional<Path> key,
    boolean selfSigned,
    Optional<Path> clientCa,
    Optional<Path> ca) {

  /** For a server without secure transports. */
  public static final TlsFiles NONE =
      new TlsFiles(Optional.empty(), Optional.empty(), false, Optional.empty(), Optional.empty());
}
