package org.msilo.notice;

/** Sends a notice; nobody waits for its answer. Thread-safe. */
@FunctionalInterface
public interface NoticeSender {
  void send(Notice notice);
}
