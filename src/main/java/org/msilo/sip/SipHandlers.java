package org.msilo.sip;

import java.time.Clock;
import java.util.concurrent.ScheduledExecutorService;
import javax.servlet.ServletContext;
import org.msilo.auth.AuthPolicy;
import org.msilo.auth.Authenticator;
import org.msilo.location.Connections;
import org.msilo.message.MessageIds;
import org.msilo.notice.SenderNotice;

/** The handlers that the servlet hands its requests and responses to. Thread-safe. */
public final class SipHandlers {
  /** ServletContext attribute where the servlet finds them. */
  public static final String ATTRIBUTE = "org.msilo.handlers";

  private final Gate gate;
  private final OwnAddresses ownAddresses = new OwnAddresses();
  private final Doorkeeper doorkeeper;
  private final OwnMessageHandler messages;
  private final RegistrarSide registrations;
  private final OptionsHandler options;
  private final RelayHandler relay;
  private final FlowHandler flows;
  private final MessageRelay messageRelay;
  private final FinalResponseHandler finalResponses;

  /**
   * @param timer runs the time limits of relayed messages
   */
  public SipHandlers(
      Watch watch,
      SipSettings settings,
      AuthPolicy policy,
      Authenticator authenticator,
      SipSenders senders,
      Mailboxes mailboxes,
      SenderNotice notices,
      MessageIds ids,
      Connections connections,
      Clock clock,
      ScheduledExecutorService timer) {
    gate = new Gate(settings.limits(), watch.tooMany(), watch.meters());
    Chain chain = settings.chain();
    Admission admission = new Admission(settings, ownAddresses, senders.loops());
    doorkeeper =
        new Doorkeeper(policy, authenticator, admission, new Realms(settings, admission), gate);
    ForeignHandler foreign = new ForeignHandler(settings, senders.loops(), doorkeeper);
    RelayTargets targets =
        chain.registrarIsNext()
            ? RelayTargets.next(chain.registrarHop())
            : RelayTargets.bindings(mailboxes.bindings(), senders.large());
    messageRelay = new MessageRelay(settings, senders.forking(), mailboxes, notices, timer);
    MessageHandler others =
        new MessageHandler(
            new SipMessageReader(settings, ids, clock),
            admission,
            targets,
            mailboxes,
            messageRelay,
            foreign,
            notices,
            doorkeeper);
    registrations =
        chain.registrarIsNext()
            ? new RegisterProxy(admission, foreign, senders.forking(), targets, mailboxes, clock)
            : new RegisterHandler(
                new RegistrationReader(settings, chain.thirdPartyFrom(), connections, clock),
                admission,
                foreign,
                mailboxes,
                settings.minExpires(),
                doorkeeper,
                settings.limits());
    relay = new RelayHandler(admission, targets, foreign, senders.forking(), doorkeeper);
    flows = new FlowHandler(admission, new FlowTokens(senders.ownMessages()), connections, relay);
    messages = new OwnMessageHandler(senders.ownMessages(), foreign, relay, others::handle);
    options = new OptionsHandler(admission, relay);
    finalResponses = new FinalResponseHandler(mailboxes.dump(), registrations, watch.meters());
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

  Doorkeeper doorkeeper() {
    return doorkeeper;
  }

  OwnMessageHandler messages() {
    return messages;
  }

  RegistrarSide registrations() {
    return registrations;
  }

  OptionsHandler options() {
    return options;
  }

  RelayHandler relay() {
    return relay;
  }

  FlowHandler flows() {
    return flows;
  }

  MessageRelay messageRelay() {
    return messageRelay;
  }

  FinalResponseHandler finalResponses() {
    return finalResponses;
  }
}
