package org.msilo.transfer;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What one transfer is asked to do.
 *
 * @param url JDBC URL of the other server's database
 * @param user its user, "" for none
 * @param password that user's password, "" for none
 * @param table its silo table
 * @param dryRun whether to look only
 */
record TransferOptions(String url, String user, String password, String table, boolean dryRun) {

  private static final String FROM_PASSWORD = "MSILO_FROM_PASSWORD";
  private static final String TO_PASSWORD = "MSILO_TO_PASSWORD";

  /**
   * Reads the options; a password may stand in the environment, where other users cannot see it.
   *
   * @param options by name, without dashes
   */
  static TransferOptions of(Map<String, String> options, Map<String, String> environment) {
    String side = options.containsKey("from") ? "from" : "to";
    String password =
        environment.getOrDefault(side.equals("from") ? FROM_PASSWORD : TO_PASSWORD, "");
    return new TransferOptions(
        options.get(side),
        options.getOrDefault(side + "-user", ""),
        options.getOrDefault(side + "-password", password),
        options.getOrDefault("table", "silo"),
        options.containsKey("dry-run"));
  }

  /** What is left of the environment for the settings of the server. */
  static Map<String, String> withoutPasswords(Map<String, String> environment) {
    Map<String, String> others = new HashMap<>(environment);
    others.keySet().removeAll(Set.of(FROM_PASSWORD, TO_PASSWORD));
    return others;
  }

  /** Keeps the password out of what a log or a debugger prints. */
  @Override
  public String toString() {
    return "table " + table;
  }
}
