package org.msilo.launcher;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The war taken apart in a folder: the web application, and the container's jars. */
final class UnpackedWar {
  private static final String COMPLETE = ".complete";
  private static final String WEBAPP = "webapp";
  private static final String CONTAINER = "container";
  private static final String CONTAINER_ENTRIES = "META-INF/container/";
  private static final List<String> LAUNCHER_ENTRIES = List.of("org/", "picocli/", "META-INF/");

  private static final Duration LONGEST_UNPACKING = Duration.ofMinutes(10);

  private final Path war;
  private final Path folder;

  private UnpackedWar(Path war, Path folder) {
    this.war = war;
    this.folder = folder;
  }

  /** Unpacks the running war below a folder, unless an earlier run did so in full. */
  static UnpackedWar below(Path parent) throws StartException {
    Path war = runningWar();
    try {
      String id =
          Long.toHexString(Files.size(war))
              + "-"
              + Long.toHexString(Files.getLastModifiedTime(war).toMillis());
      Path folder = parent.resolve(id);
      if (!Files.exists(folder.resolve(COMPLETE))) {
        unpack(war, parent, folder);
      }
      UnpackedWar unpacked = new UnpackedWar(war, folder);
      unpacked.lock();
      return unpacked;
    } catch (IOException e) {
      throw new StartException(
          "cannot unpack %s below %s (%s): make room there or choose another --home=FOLDER"
              .formatted(war.getFileName(), parent, Reason.of(e)),
          e);
    }
  }

  private static Path runningWar() throws StartException {
    try {
      Path place =
          Path.of(UnpackedWar.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      if (Files.isRegularFile(place)) {
        return place;
      }
    } catch (URISyntaxException e) {
      throw new StartException("the place of this program has no usable name: " + e.getInput(), e);
    }
    throw new StartException("this is not the war; run it by java -jar msilo.war");
  }

  /** Works beside the goal and renames at the end, so that a kill leaves nothing half done. */
  private static void unpack(Path war, Path parent, Path folder) throws IOException {
    Files.createDirectories(parent);
    removeOthers(parent);
    Path beside = Files.createTempDirectory(parent, "unpacking-");
    try (ZipFile zip = new ZipFile(war.toFile())) {
      for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
        ZipEntry entry = all.nextElement();
        Path file = placeOf(entry, beside);
        if (file != null) {
          Files.createDirectories(file.getParent());
          try (InputStream stream = zip.getInputStream(entry)) {
            Files.copy(stream, file);
          }
        }
      }
    }
    Files.createFile(beside.resolve(COMPLETE));
    try {
      Files.move(beside, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      // Another process may have been faster; what it unpacked is the same.
      if (!Files.exists(folder.resolve(COMPLETE))) {
        throw e;
      }
      TemporaryFolder.delete(beside);
    }
  }

  private static Path placeOf(ZipEntry entry, Path folder) {
    String name = entry.getName();
    if (entry.isDirectory()) {
      return null;
    }
    if (name.startsWith(CONTAINER_ENTRIES)) {
      return folder.resolve(CONTAINER).resolve(name.substring(CONTAINER_ENTRIES.length()));
    }
    return LAUNCHER_ENTRIES.stream().anyMatch(name::startsWith)
        ? null
        : folder.resolve(WEBAPP).resolve(name);
  }

  /** Removes what an earlier version or a killed start left, unless somebody works with it. */
  private static void removeOthers(Path parent) throws IOException {
    List<Path> others;
    try (Stream<Path> all = Files.list(parent)) {
      others = all.filter(Files::isDirectory).toList();
    }
    for (Path other : others) {
      if (isUnused(other)) {
        TemporaryFolder.delete(other);
      }
    }
  }

  private static boolean isUnused(Path other) throws IOException {
    Path marker = other.resolve(COMPLETE);
    if (!Files.exists(marker)) {
      return Files.getLastModifiedTime(other)
          .toInstant()
          .isBefore(Instant.now().minus(LONGEST_UNPACKING));
    }
    try (FileChannel channel = FileChannel.open(marker, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  /** Tells later versions that this folder is in use, as long as the process lives. */
  private FileLock lock() throws IOException {
    return FileChannel.open(folder.resolve(COMPLETE), StandardOpenOption.READ)
        .tryLock(0, Long.MAX_VALUE, true);
  }

  Path webapp() {
    return folder.resolve(WEBAPP);
  }

  Path workDirectory() {
    return folder.resolve("work");
  }

  /** Sees this war's launcher and the container, and nothing of the application. */
  ClassLoader containerLoader() throws StartException {
    return loader("container", war, folder.resolve(CONTAINER));
  }

  /** Sees the application and its libraries, and nothing of the launcher and the container. */
  ClassLoader applicationLoader() throws StartException {
    Path webInf = webapp().resolve("WEB-INF");
    return loader("application", webInf.resolve("classes"), webInf.resolve("lib"));
  }

  private ClassLoader loader(String name, Path classes, Path libraries) throws StartException {
    List<URL> urls = new ArrayList<>();
    try {
      urls.add(classes.toUri().toURL());
      File[] jars = libraries.toFile().listFiles();
      for (File jar : jars == null ? new File[0] : jars) {
        urls.add(jar.toURI().toURL());
      }
    } catch (MalformedURLException e) {
      throw new StartException("a file below " + folder + " has no usable name", e);
    }
    return new URLClassLoader(name, urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
  }
}
