package org.msilo.store.jpa;

import java.util.List;
import java.util.Set;
import org.msilo.store.MessageStoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says which keys are missing, and how many messages need them. Waits for the database. */
public final class KeySurvey implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(KeySurvey.class);

  private final Transactions transactions;

  public KeySurvey(Transactions transactions) {
    this.transactions = transactions;
  }

  /** One line for each missing key. */
  @Override
  public void run() {
    try {
      for (Need need : missing()) {
        LOG.warn(
            "{} messages stay where they are: their key {} is not in encryption_key_file",
            need.messages(),
            need.keyId());
      }
    } catch (MessageStoreException e) {
      LOG.warn("it is not known whether all keys are there: {}", e.getMessage());
    }
  }

  /** The keys that messages need and that are not there. */
  public List<Need> missing() {
    Set<String> ours = transactions.seals().keys().ids();
    return transactions
        .read(
            session ->
                session
                    .createSelectionQuery(
                        "select m.keyId, count(m) from Message m where m.keyId is not null"
                            + " group by m.keyId order by m.keyId",
                        Object[].class)
                    .getResultList())
        .stream()
        .map(found -> new Need((String) found[0], (Long) found[1]))
        .filter(need -> !ours.contains(need.keyId()))
        .toList();
  }

  /** How many messages need a key. */
  public record Need(String keyId, long messages) {}
}
