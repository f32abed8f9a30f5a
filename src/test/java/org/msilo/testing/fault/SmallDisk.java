package org.msilo.testing.fault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/** A file system of its own in memory, small enough to be filled; gone when it is closed. */
public final class SmallDisk implements AutoCloseable {
  private static final int BLOCK = 4096;

  private final Path path;
  private final AtomicBoolean isMounted = new AtomicBoolean(true);
  private final Thread unmounting = new Thread(this::unmount, "unmount");

  private SmallDisk(Path path) {
    this.path = path;
    Runtime.getRuntime().addShutdownHook(unmounting);
  }

  /** Mounts it here, or skips the test with the reason why that cannot be. */
  public static SmallDisk at(Path path, long bytes) throws IOException {
    Files.createDirectories(path);
    String fault = run("mount", "-t", "tmpfs", "-o", "mode=700,size=" + bytes, "msilo", "" + path);
    assumeTrue(fault.isEmpty(), () -> "no file system can be mounted here: " + fault);
    return new SmallDisk(path);
  }

  public Path path() {
    return path;
  }

  /** Takes all the room but this much. */
  public void fill(long bytesLeft) throws IOException {
    FileStore disk = Files.getFileStore(path);
    byte[] block = new byte[BLOCK];
    try (OutputStream ballast = Files.newOutputStream(ballast())) {
      while (disk.getUsableSpace() >= bytesLeft + BLOCK) {
        ballast.write(block);
      }
    }
    assertThat(disk.getUsableSpace()).isLessThan(bytesLeft + BLOCK);
  }

  /** Gives the room back that {@link #fill} took. */
  public void makeRoom() throws IOException {
    Files.delete(ballast());
  }

  @Override
  public void close() {
    unmount();
    Runtime.getRuntime().removeShutdownHook(unmounting);
  }

  private Path ballast() {
    return path.resolve("ballast");
  }

  /** Lazily: what still has a file open there must not keep it in the tree. */
  private void unmount() {
    if (isMounted.getAndSet(false)) {
      assertThat(run("umount", "--lazy", path.toString())).isEmpty();
    }
  }

  /** What went wrong, in its own words; empty if nothing did. */
  private static String run(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
      int status = process.waitFor();
      return status == 0 ? "" : "%s (status %d)".formatted(said, status);
    } catch (IOException e) {
      return e.getMessage();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
