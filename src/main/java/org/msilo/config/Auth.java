package org.msilo.config;

/** Who must prove who he is. */
public enum Auth {
  OFF,
  REGISTER,
  ALL
}
