package org.msilo.transfer;

import java.util.ArrayList;
import java.util.List;

/**
 * Takes a silo table over, page by page in the order of receipt, and counts what became of the
 * rows. The table is only read. For one thread.
 */
final class Import {
  private static final int PAGE = 256;

  private final SiloReader table;
  private final RowJudge judge;
  private final Destination destination;

  Import(SiloReader table, RowJudge judge, Destination destination) {
    this.table = table;
    this.judge = judge;
    this.destination = destination;
  }

  /** Counts into the tally as it goes, so that it holds the truth after a failure, too. */
  void run(Tally tally, Progress progress) throws TransferException {
    List<SiloRow> rows = table.rowsAfter(Long.MIN_VALUE, PAGE);
    while (!rows.isEmpty()) {
      take(rows, tally);
      progress.at(tally.all());
      rows = table.rowsAfter(rows.get(rows.size() - 1).id(), PAGE);
    }
  }

  private void take(List<SiloRow> rows, Tally tally) throws TransferException {
    List<SiloRow> wanted = new ArrayList<>();
    List<Candidate> candidates = new ArrayList<>();
    for (SiloRow row : rows) {
      RowKey key = RowKey.of(row);
      Verdict verdict = judge.judge(row, key);
      if (verdict.message().isPresent()) {
        wanted.add(row);
        candidates.add(new Candidate(key, verdict.message().get()));
      } else {
        count(row, verdict, tally);
      }
    }
    List<Verdict> taken = destination.take(candidates);
    for (int i = 0; i < taken.size(); i++) {
      count(wanted.get(i), taken.get(i), tally);
    }
  }

  private static void count(SiloRow row, Verdict verdict, Tally tally) {
    if (verdict.outcome() == Outcome.REFUSED) {
      tally.refuse("row " + row.id(), verdict.reason());
    } else {
      tally.add(verdict.outcome());
    }
  }
}
