package org.msilo.users;

import java.util.Optional;
import org.msilo.auth.Subscriber;

/**
 * A row of another server's table, as we take it.
 *
 * @param subscriber who it is, when it can be taken over
 * @param fault why not, otherwise
 */
record ForeignSubscriber(Optional<Subscriber> subscriber, Fault fault) {

  /** Why a row is left out. */
  enum Fault {
    NONE("none"),
    NO_NAME("without a name"),
    NO_DOMAIN("without a domain (--domain names one)"),
    TOO_LONG("with a name or domain of more than 255 characters"),
    NO_SECRET("without a hash or password that can be used");

    private final String text;

    Fault(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  static ForeignSubscriber of(Subscriber subscriber) {
    return new ForeignSubscriber(Optional.of(subscriber), Fault.NONE);
  }

  static ForeignSubscriber refused(Fault fault) {
    return new ForeignSubscriber(Optional.empty(), fault);
  }
}
