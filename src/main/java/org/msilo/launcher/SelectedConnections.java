package org.msilo.launcher;

import gov.nist.javax.sip.stack.SIPStackTimerTask;
import gov.nist.javax.sip.stack.SIPTransactionStack;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The connections of one selector, looked after once a second. Thread-safe. */
final class SelectedConnections {
  private static final long PERIOD_MILLIS = 1000;

  private final Connections connections;
  private final SIPTransactionStack stack;
  private final Set<SelectedConnection> open = ConcurrentHashMap.newKeySet();
  private final SIPStackTimerTask round = new Round();

  SelectedConnections(Connections connections, SIPTransactionStack stack) {
    this.connections = connections;
    this.stack = stack;
  }

  void start() {
    stack.getTimer().scheduleWithFixedDelay(round, PERIOD_MILLIS, PERIOD_MILLIS);
  }

  void stop() {
    stack.getTimer().cancel(round);
  }

  /** Whether there may be one more of the address it comes from; if so it must be ended, too. */
  boolean mayBegin(SocketChannel client) {
    return connections.begin(client.socket().getInetAddress());
  }

  /** One that was let begin has begun. */
  SelectedConnection begun(SocketChannel client) {
    SelectedConnection connection = new SelectedConnection(connections, client.socket());
    open.add(connection);
    return connection;
  }

  /** It is closed; may be called more than once. */
  void ended(SelectedConnection connection) {
    open.remove(connection);
    connection.closed();
  }

  private final class Round extends SIPStackTimerTask {
    @Override
    public void runTask() {
      open.forEach(SelectedConnection::endIfTooSlow);
    }

    /** Tasks of one thread are told apart by it; this one has none. */
    @Override
    public Object getThreadHash() {
      return null;
    }
  }
}
