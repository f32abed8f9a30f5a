package org.msilo.config;

/** Who knows where the users are: this application, or a server further down the chain. */
public enum Location {
  OWN,
  NEXT
}
