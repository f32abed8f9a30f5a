package org.msilo.config;

/** When a stored message is done. */
public enum Delivery {
  /** One device took it. */
  FIRST,
  /** Each device has its own copy. */
  EVERY
}
