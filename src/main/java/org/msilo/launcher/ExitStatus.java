package org.msilo.launcher;

/** What the process tells whoever started it. */
final class ExitStatus {
  static final int IN_ORDER = 0;
  static final int CANNOT_RUN = 1;
  static final int BAD_SETTINGS = 2;

  private ExitStatus() {}
}
