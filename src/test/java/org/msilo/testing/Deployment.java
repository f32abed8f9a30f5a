package org.msilo.testing;

/**
 * The application of one test, wherever it runs; not thread-safe. May be started and stopped
 * several times on the same home and port.
 */
interface Deployment {
  void start() throws Exception;

  /** An orderly stop, if it runs. */
  void stop() throws Exception;

  /** The port of UDP and TCP on loopback, the same from beginning to end. */
  int port();

  /** Stops it and gives back all but the home. */
  void close() throws Exception;
}
