package org.msilo.config;

/** For whom requests to other domains are relayed. */
public enum Relay {
  NONE,
  AUTHENTICATED,
  ANY
}
