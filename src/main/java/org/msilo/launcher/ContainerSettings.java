package org.msilo.launcher;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.msilo.config.HostPort;
import org.msilo.config.ListenAddress;
import org.msilo.config.TlsFiles;

/**
 * What an embedded container serves, where, and what it hands to the application.
 *
 * @param classes the application's, if others are to have them, too
 */
public record ContainerSettings(
    Path webapp,
    Path workDirectory,
    List<ListenAddress> listen,
    TlsFiles tls,
    Optional<HostPort> http,
    Map<String, Object> attributes,
    boolean parentFirst,
    Optional<ApplicationClasses> classes) {
  public ContainerSettings {
    webapp = webapp.toAbsolutePath().normalize();
    workDirectory = workDirectory.toAbsolutePath().normalize();
    listen = List.copyOf(listen);
    attributes = Map.copyOf(attributes);
  }
}
