package org.msilo.transfer;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.msilo.message.MessageId;
import org.msilo.message.OfflineMessage;
import org.msilo.store.AppendResult;
import org.msilo.store.MessageStore;
import org.msilo.store.MessageStoreException;
import org.msilo.store.RejectedRowException;
import org.msilo.store.jpa.ImportLedger;

/**
 * Puts rows into msilo's own store, by the group commit that keeps live mail, and notes them in the
 * ledger after that. Killed in between, it meets them again in the store. For one thread.
 */
final class StoreDestination implements Destination {
  /** Far below what the store lets wait, so that large bodies are no failure. */
  private static final int MOST_BYTES_AT_ONCE = 16 * 1024 * 1024;

  private static final int ATTEMPTS = 4;

  private final MessageStore store;
  private final ImportLedger ledger;

  StoreDestination(MessageStore store, ImportLedger ledger) {
    this.store = store;
    this.ledger = ledger;
  }

  @Override
  public List<Verdict> take(List<Candidate> candidates) throws TransferException {
    try {
      List<Verdict> verdicts = new ArrayList<>(candidates.size());
      for (List<Candidate> part : parts(candidates)) {
        verdicts.addAll(takePart(part));
      }
      return verdicts;
    } catch (MessageStoreException e) {
      throw TransferException.cannotRun(
          e.getMessage() + "; run it again: what was taken is not taken twice", e);
    }
  }

  private static List<List<Candidate>> parts(List<Candidate> candidates) {
    List<List<Candidate>> parts = new ArrayList<>();
    int begin = 0;
    long bytes = 0;
    for (int i = 0; i < candidates.size(); i++) {
      int more = candidates.get(i).message().body().bytes().length;
      if (bytes + more > MOST_BYTES_AT_ONCE) {
        parts.add(candidates.subList(begin, i));
        begin = i;
        bytes = 0;
      }
      bytes += more;
    }
    parts.add(candidates.subList(begin, candidates.size()));
    return parts;
  }

  private List<Verdict> takePart(List<Candidate> part) {
    Set<String> known = ledger.known(part.stream().map(c -> c.key().name()).toList());
    Map<RowKey, Verdict> verdicts = new HashMap<>();
    part.stream()
        .filter(candidate -> known.contains(candidate.key().name()))
        .forEach(candidate -> verdicts.put(candidate.key(), skipKnown()));
    List<Candidate> open = new ArrayList<>(part);
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      open.removeIf(candidate -> verdicts.containsKey(candidate.key()));
      verdicts.putAll(append(open, attempt));
    }
    open.forEach(c -> verdicts.putIfAbsent(c.key(), Verdict.refuse("the database refuses it")));
    note(part, verdicts, known);
    return part.stream().map(candidate -> verdicts.get(candidate.key())).toList();
  }

  private static Verdict skipKnown() {
    return Verdict.skip(Outcome.THERE_ALREADY);
  }

  /** Tries all at once; those that the database refused are missing in what it returns. */
  private Map<RowKey, Verdict> append(List<Candidate> candidates, int attempt) {
    List<CompletableFuture<AppendResult>> futures =
        candidates.stream().map(c -> store.append(withId(c.message(), attempt))).toList();
    Map<RowKey, Verdict> verdicts = new HashMap<>();
    for (int i = 0; i < futures.size(); i++) {
      Candidate candidate = candidates.get(i);
      try {
        AppendResult result = futures.get(i).join();
        verdicts.put(
            candidate.key(),
            result == AppendResult.STORED ? Verdict.take(candidate.message()) : skipKnown());
      } catch (CompletionException e) {
        if (!(e.getCause() instanceof RejectedRowException)) {
          throw asStoreFailure(e.getCause());
        }
      }
    }
    return verdicts;
  }

  private static MessageStoreException asStoreFailure(Throwable cause) {
    return cause instanceof MessageStoreException failure
        ? failure
        : new MessageStoreException("the database failed: " + cause, cause);
  }

  /** A refused row may have met the id of another; the next attempt tries another one. */
  private static OfflineMessage withId(OfflineMessage message, int attempt) {
    MessageId id = ReceiptIds.other(message.id(), attempt);
    return new OfflineMessage(
        id,
        message.mailbox(),
        message.requestUri(),
        message.from(),
        message.to(),
        message.origin(),
        message.headers(),
        message.body(),
        message.receivedAt(),
        message.expiresAt(),
        message.senderContact(),
        message.nextHop());
  }

  private void note(List<Candidate> part, Map<RowKey, Verdict> verdicts, Set<String> known) {
    Map<String, Instant> fresh = new HashMap<>();
    part.stream()
        .filter(candidate -> !known.contains(candidate.key().name()))
        .filter(candidate -> verdicts.get(candidate.key()).outcome() != Outcome.REFUSED)
        .forEach(candidate -> fresh.put(candidate.key().name(), candidate.message().expiresAt()));
    ledger.note(fresh);
  }
}
