package org.msilo.sip;

import java.time.Clock;
import java.util.concurrent.ScheduledExecutorService;
import javax.servlet.ServletContext;
import org.msilo.message.MessageIds;
import org.msilo.notice.SenderNotice;

/** The handlers that the servlet hands its requests and responses to. Thread-safe. */
public final class SipHandlers {
  /** ServletContext attribute where the servlet finds them. */
  public static final String ATTRIBUTE = "org.msilo.handlers";

  private final Gate gate = new Gate();
  private final OwnAddresses ownAddresses = new OwnAddresses();
  private final MessageHandler messages;
  private final RegisterHandler registrations;
  private final OptionsHandler options;
  private final RelayHandler relay;
  private final MessageRelay messageRelay;
  private final FinalResponseHandler finalResponses;

  /**
   * @param timer runs the time limits of relayed messages
   */
  public SipHandlers(
      SipSettings settings,
      SipSenders senders,
      Mailboxes mailboxes,
      SenderNotice notices,
      MessageIds ids,
      Clock clock,
      ScheduledExecutorService timer) {
    Admission admission = new Admission(settings, ownAddresses);
    ForeignHandler foreign = new ForeignHandler(settings);
    messageRelay = new MessageRelay(settings, senders.forking(), mailboxes, notices, timer);
    messages =
        new MessageHandler(
            new SipMessageReader(settings, ids, clock),
            admission,
            mailboxes,
            messageRelay,
            foreign,
            notices);
    registrations =
        new RegisterHandler(
            new RegistrationReader(settings, clock),
            admission,
            foreign,
            mailboxes,
            settings.minExpires());
    relay = new RelayHandler(admission, mailboxes.bindings(), foreign, senders.forking());
    options = new OptionsHandler(admission, relay);
    finalResponses = new FinalResponseHandler(mailboxes.dump());
  }

  static SipHandlers from(ServletContext context) {
    return (SipHandlers) context.getAttribute(ATTRIBUTE);
  }

  /** Where this server is reached; to be set before the gate opens. */
  public OwnAddresses ownAddresses() {
    return ownAddresses;
  }

  /** Lets requests in, or turns them away. */
  public Gate gate() {
    return gate;
  }

  MessageHandler messages() {
    return messages;
  }

  RegisterHandler registrations() {
    return registrations;
  }

  OptionsHandler options() {
    return options;
  }

  RelayHandler relay() {
    return relay;
  }

  MessageRelay messageRelay() {
    return messageRelay;
  }

  FinalResponseHandler finalResponses() {
    return finalResponses;
  }
}
