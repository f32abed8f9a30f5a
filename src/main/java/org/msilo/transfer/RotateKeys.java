package org.msilo.transfer;

import java.io.PrintStream;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.msilo.config.ConfigException;
import org.msilo.config.ConfigReader;
import org.msilo.config.MsiloConfig;
import org.msilo.store.MessageStoreException;
import org.msilo.store.jpa.KeyRotation;
import org.msilo.store.jpa.KeySurvey;

/**
 * The command that encrypts anew what is stored, called by the launcher in a class loader of the
 * application's own.
 */
public final class RotateKeys {
  private static final int IN_ORDER = 0;
  private static final int CANNOT_RUN = 1;
  private static final int BAD_SETTINGS = 2;

  private static final String LEFT =
      " is left as it was: it was changed in the database, or is too large";

  private RotateKeys() {}

  /**
   * Encrypts with the first key what is not, and prints what came of it.
   *
   * @param settings settings of the server, {@code --name=value}
   * @return 0 when all rows have the first key, 1 when some have not, 2 when a setting is wrong
   */
  public static int run(List<String> settings) {
    if (System.getProperty("logback.configurationFile") == null) {
      System.setProperty("logback.configurationFile", "org/msilo/transfer/logback.xml");
    }
    return run(settings, System.getenv(), System.out, System.err);
  }

  static int run(
      List<String> settings, Map<String, String> environment, PrintStream out, PrintStream err) {
    try {
      MsiloConfig config =
          ConfigReader.read(settings, System.getProperties(), environment, Map.of());
      if (config.encryptionKeys().isEmpty()) {
        err.println("msilo: there is no key to encrypt with: set encryption_key_file");
        return BAD_SETTINGS;
      }
      Clock clock = Clock.tickMillis(ZoneOffset.UTC);
      try (OwnStore own = OwnStore.open(config, clock)) {
        boolean whole = rotate(own.rotation(), clock, out);
        return report(own.survey(), out) && whole ? IN_ORDER : CANNOT_RUN;
      }
    } catch (ConfigException e) {
      err.println("msilo: " + e.getMessage());
      return BAD_SETTINGS;
    } catch (TransferException e) {
      err.println("msilo: " + e.getMessage());
      return CANNOT_RUN;
    } catch (MessageStoreException e) {
      err.println("msilo: " + e.getMessage() + "; run it again");
      return CANNOT_RUN;
    }
  }

  /** Whether all rows could be opened, and sealed. */
  private static boolean rotate(KeyRotation rotation, Clock clock, PrintStream out) {
    Progress progress = new Progress(out, System.console() != null, clock, rotation.count());
    long sealed = 0;
    long gone = 0;
    long left = 0;
    try {
      Optional<KeyRotation.Batch> batch = rotation.next(Long.MIN_VALUE);
      while (batch.isPresent()) {
        sealed += batch.get().sealed();
        gone += batch.get().gone();
        left += batch.get().left().size();
        batch.get().left().forEach(id -> out.println("message " + id + LEFT));
        progress.at(sealed + gone + left);
        batch = rotation.next(batch.get().last());
      }
    } finally {
      progress.end();
      out.println(
          "%d messages encrypted anew, %d gone meanwhile, %d left as they were"
              .formatted(sealed, gone, left));
      out.flush();
    }
    return left == 0;
  }

  /** Whether no key is missing. */
  private static boolean report(KeySurvey survey, PrintStream out) {
    List<KeySurvey.Need> missing = survey.missing();
    missing.forEach(
        need ->
            out.println(
                "%d messages left: their key %s is not in encryption_key_file"
                    .formatted(need.messages(), need.keyId())));
    out.flush();
    return missing.isEmpty();
  }
}
