package org.msilo.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** A folder that nobody but its owner looks into, as far as the file system knows of owners. */
public final class PrivateFolder {
  private static final Set<PosixFilePermission> FOLDER =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> OF_OTHERS =
      PosixFilePermissions.fromString("---rwxrwx");

  private PrivateFolder() {}

  /** Makes it, unless it is there; one that is there stays as it is. */
  public static void make(Path folder) throws IOException {
    Path parent = folder.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    if (!Files.isDirectory(folder) && knowsOwners(parent)) {
      Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(FOLDER));
    }
    Files.createDirectories(folder);
  }

  /** Whether other users of the machine may look into it. */
  public static boolean isOpenToOthers(Path folder) throws IOException {
    return knowsOwners(folder)
        && !Collections.disjoint(Files.getPosixFilePermissions(folder), OF_OTHERS);
  }

  /** Takes from all others the files in it whose names end so, whatever umask they came by. */
  public static void close(Path folder, String ending) throws IOException {
    if (!knowsOwners(folder)) {
      return;
    }
    try (Stream<Path> found = Files.list(folder)) {
      List<Path> files =
          found.filter(f -> f.toString().endsWith(ending) && Files.isRegularFile(f)).toList();
      for (Path file : files) {
        Files.setPosixFilePermissions(file, FILE);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static boolean knowsOwners(Path folder) throws IOException {
    FileStore store = Files.getFileStore(folder);
    return store.supportsFileAttributeView("posix");
  }
}
