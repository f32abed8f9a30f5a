package org.msilo.transfer;

import java.util.Map;
import java.util.Optional;

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

  /**
   * Reads the options; a password may stand in the environment, where other users cannot see it.
   *
   * @param options by name, without dashes
   * @param environment what is read here is taken out, since it is no setting of the server
   */
  static TransferOptions of(Map<String, String> options, Map<String, String> environment) {
    String side = options.containsKey("from") ? "from" : "to";
    Optional<String> fromPassword = Optional.ofNullable(environment.remove("MSILO_FROM_PASSWORD"));
    Optional<String> toPassword = Optional.ofNullable(environment.remove("MSILO_TO_PASSWORD"));
    String password = (side.equals("from") ? fromPassword : toPassword).orElse("");
    return new TransferOptions(
        options.get(side),
        options.getOrDefault(side + "-user", ""),
        options.getOrDefault(side + "-password", password),
        options.getOrDefault("table", "silo"),
        options.containsKey("dry-run"));
  }

  /** Keeps the password out of what a log or a debugger prints. */
  @Override
  public String toString() {
    return "table " + table;
  }
}
