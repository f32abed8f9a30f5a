package org.msilo.app;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.UUID;
import org.msilo.config.PrivateFolder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells this installation from all others, across restarts: by a random name in a file in {@code
 * home}, and by where that file lies, so that a copy of {@code home} is another installation. The
 * file is locked while this process runs; a second one with the same {@code home} gets a name for
 * once.
 */
final class NodeIdentity implements AutoCloseable {
  static final String FILE = "node-id";

  private static final Logger LOG = LoggerFactory.getLogger(NodeIdentity.class);

  private final String text;
  private final Optional<FileChannel> locked;

  private NodeIdentity(String text, Optional<FileChannel> locked) {
    this.text = text;
    this.locked = locked;
  }

  /** Reads the file, or makes it. */
  static NodeIdentity in(Path home) {
    try {
      PrivateFolder.make(home);
      Path file = home.resolve(FILE);
      FileChannel channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      if (isLocked(channel)) {
        String place = InetAddress.getLocalHost().getHostName() + file.toRealPath() + key(file);
        UUID identity =
            UUID.nameUUIDFromBytes((name(channel) + place).getBytes(StandardCharsets.UTF_8));
        return new NodeIdentity(identity.toString(), Optional.of(channel));
      }
      channel.close();
      LOG.info("another msilo uses {}: this one is a node of its own", file);
    } catch (IOException e) {
      LOG.warn("this node will not be known again after a restart: {}", e.toString());
    }
    return new NodeIdentity(UUID.randomUUID().toString(), Optional.empty());
  }

  /** At most 64 characters. */
  String text() {
    return text;
  }

  @Override
  public void close() {
    try {
      if (locked.isPresent()) {
        locked.get().close();
      }
    } catch (IOException e) {
      LOG.debug("the file of this node stays open", e);
    }
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      // Another deployment in this process.
      return false;
    }
  }

  private static Object key(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
  }

  private static String name(FileChannel channel) throws IOException {
    if (channel.size() == 0) {
      channel.write(
          ByteBuffer.wrap(UUID.randomUUID().toString().getBytes(StandardCharsets.UTF_8)), 0);
      channel.force(true);
    }
    ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(channel.size(), 100));
    channel.read(bytes, 0);
    return new String(bytes.array(), StandardCharsets.US_ASCII).strip();
  }
}
