package org.msilo.launcher;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A connection on a selector, counted while it is open. It is not complete before a first message
 * or keep-alive came on it; from then on it must not be silent. Thread-safe.
 */
final class SelectedConnection {
  private static final int BUFFER_BYTES = 4096;

  private final Connections connections;
  private final Socket socket;
  private final InetAddress peer;
  private final Pace pace;
  private final AtomicBoolean open = new AtomicBoolean(true);

  /** Of one that {@link Connections} let begin. */
  SelectedConnection(Connections connections, Socket socket) {
    this.connections = connections;
    this.socket = socket;
    this.peer = socket.getInetAddress();
    this.pace = connections.pace();
  }

  /** What has arrived; by the selector's thread. */
  byte[] readFrom(SocketChannel channel) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    if (channel.read(buffer) <= 0) {
      throw new EOFException("the connection ended");
    }
    pace.heard();
    return Arrays.copyOf(buffer.array(), buffer.position());
  }

  /** It was a whole message, or a keep-alive. */
  void complete() {
    pace.complete();
  }

  /**
   * Has the selector see the end of it if it is too slow: the stack's tables are the selector's to
   * change.
   */
  void endIfTooSlow() {
    if (pace.millisLeft() <= 0 && !socket.isInputShutdown()) {
      connections.tooSlow();
      end(socket);
    }
  }

  /** The next time that the selector looks at it there is nothing more to be read. */
  static void end(Socket socket) {
    try {
      socket.shutdownInput();
    } catch (IOException e) {
      // It ended by itself.
    }
  }

  /** It is closed; may be called more than once. */
  void closed() {
    if (open.getAndSet(false)) {
      connections.end(peer);
    }
  }
}
