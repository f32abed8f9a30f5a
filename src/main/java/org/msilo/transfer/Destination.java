package org.msilo.transfer;

import java.util.List;

/** Where an import goes. */
interface Destination {

  /** Takes the rows; one verdict for each, in order. */
  List<Verdict> take(List<Candidate> candidates) throws TransferException;
}
