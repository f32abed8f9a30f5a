package org.msilo.launcher;

import gov.nist.javax.sip.message.MessageExt;
import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import gov.nist.javax.sip.stack.ConnectionOrientedMessageChannel;
import gov.nist.javax.sip.stack.SIPTransactionStack;
import java.io.IOException;
import java.lang.reflect.Field;
import java.text.ParseException;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.sip.InvalidArgumentException;
import javax.sip.RequestEvent;
import javax.sip.SipException;
import javax.sip.SipProvider;
import javax.sip.SipStack;
import javax.sip.address.SipURI;
import javax.sip.address.URI;
import javax.sip.header.Header;
import javax.sip.header.MaxForwardsHeader;
import javax.sip.header.Parameters;
import javax.sip.header.RouteHeader;
import javax.sip.header.ToHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.apache.log4j.Logger;
import org.mobicents.servlet.sip.JainSipUtils;
import org.mobicents.servlet.sip.core.ApplicationRoutingHeaderComposer;
import org.mobicents.servlet.sip.core.SipApplicationDispatcherImpl;
import org.mobicents.servlet.sip.core.dispatchers.MessageDispatcher;
import org.mobicents.servlet.sip.message.SipFactoryImpl;
import org.mobicents.servlet.sip.message.SipServletRequestImpl;
import org.restcomm.commons.statistics.reporter.RestcommStatsReporter;

/**
 * The container's dispatcher without what it does unasked: its daily report of usage to the maker's
 * server, and the relaying of requests that belong to no application. Thread-safe.
 */
public class SilentDispatcher extends SipApplicationDispatcherImpl {
  private static final Logger LOG = Logger.getLogger(SilentDispatcher.class);

  /**
   * Not answered: an ACK never is, and a CANCEL goes no further than the request that it cancels.
   */
  private static final Set<String> LEFT_ALONE = Set.of("ACK", "CANCEL");

  /** Seconds after which those that were turned away may come back, and as many more at random. */
  private static final int RETRY_AFTER_SECONDS = 5;

  /** Warning of RFC 3261 20.43 for people to read. */
  private static final int MISCELLANEOUS = 399;

  private static final String TOO_OFTEN = "Too many requests from your address";

  private final AtomicReference<AskedLimits> limits = new AtomicReference<>(AskedLimits.NONE);

  private static final int MAX_FORWARDS = 70;

  /** The stream that a channel reads from. */
  private final Field received;

  public SilentDispatcher() {
    try {
      received = ConnectionOrientedMessageChannel.class.getDeclaredField("myClientInputStream");
      received.setAccessible(true);
      Field reporter = SipApplicationDispatcherImpl.class.getDeclaredField("statsReporter");
      reporter.setAccessible(true);
      reporter.set(this, new SilentReporter());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this container is another than this was made for", e);
    }
  }

  /**
   * From now on new requests are turned away with 480 or 503 while the application says so of the
   * address they come from, or of their method.
   */
  void turnAway(AskedLimits limits) {
    this.limits.set(limits);
  }

  /**
   * A malformed request is answered 400 here, without a trace in the log. One that looks as if it
   * were within a dialog, but names no application whose dialog it may be, would be sent on to any
   * other domain without asking anybody. It is answered 481 here.
   */
  @Override
  public void processRequest(RequestEvent event) {
    Request request = event.getRequest();
    if (isTurnedAway(event)) {
      return;
    }
    if (isCutOff(request)) {
      return; // Whoever sent half of it is not there to be told.
    }
    OptionalInt malformed = refusal(request);
    if (malformed.isPresent()) {
      if (!LEFT_ALONE.contains(request.getMethod())) {
        refuse(event, malformed.getAsInt());
      }
    } else if (isCancelOfNothing(request)) {
      refuse(event, Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST);
    } else if (event.getDialog() == null && isSubsequent(request) && isNobodys(request)) {
      refuse(event, Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST);
    } else {
      super.processRequest(event);
    }
  }

  /** A copy of a request that was let in has found its transaction and does not come here. */
  private boolean isTurnedAway(RequestEvent event) {
    Request request = event.getRequest();
    if (event.getServerTransaction() != null || LEFT_ALONE.contains(request.getMethod())) {
      return false;
    }
    long seconds = limits.get().secondsToWait(sourceOf(request));
    if (seconds > 0) {
      refuse(event, Response.TEMPORARILY_UNAVAILABLE, retryAfter(seconds), warning());
      return true;
    }
    if (limits.get().isTooMuch(request.getMethod())) {
      refuse(event, Response.SERVICE_UNAVAILABLE, retryAfter(someSeconds()));
      return true;
    }
    return false;
  }

  private static String sourceOf(Request request) {
    return ((SIPMessage) request).getRemoteAddress().getHostAddress();
  }

  /** Whether the connection ended within a body, maybe that of this request. */
  private boolean isCutOff(Request request) {
    Object channel = ((SIPRequest) request).getMessageChannel();
    try {
      return channel instanceof ConnectionOrientedMessageChannel
          && received.get(channel) instanceof FramedStream stream
          && stream.isCutOff();
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  private SipStack stack() {
    return getSipNetworkInterfaceManager()
        .getExtendedListeningPoints()
        .next()
        .getSipProvider()
        .getSipStack();
  }

  /** The container would answer 200 to it, and trip over what is not there (RFC 3261 9.2). */
  private boolean isCancelOfNothing(Request request) {
    return request.getMethod().equals(Request.CANCEL)
        && ((SIPTransactionStack) stack()).findCancelTransaction((SIPRequest) request, true)
            == null;
  }

  /** The container adds a Max-Forwards that is missing, but only after its own look at it. */
  private static OptionalInt refusal(Request request) {
    try {
      if (request.getHeader(MaxForwardsHeader.NAME) == null) {
        request.setHeader(SipFactoryImpl.headerFactory.createMaxForwardsHeader(MAX_FORWARDS));
      }
      return Malformations.in(request);
    } catch (InvalidArgumentException e) {
      throw new IllegalStateException(MAX_FORWARDS + " is a Max-Forwards", e);
    }
  }

  /** As the container decides it, by the method or by a Route that it might have recorded. */
  private boolean isSubsequent(Request request) {
    String method = request.getMethod();
    if (LEFT_ALONE.contains(method)) {
      return false;
    }
    RouteHeader route = ownRoute(request);
    return SipServletRequestImpl.NON_INITIAL_SIP_REQUEST_METHODS.contains(method)
        || route != null
            && (has(route.getAddress().getURI(), MessageDispatcher.RR_PARAM_PROXY_APP)
                || has(request.getRequestURI(), MessageDispatcher.RR_PARAM_PROXY_APP));
  }

  /** Whether it is for another domain and no application is named in Route, To or Request-URI. */
  private boolean isNobodys(Request request) {
    URI uri = request.getRequestURI();
    if (!(uri instanceof SipURI)
        || !isExternal(
            ((SipURI) uri).getHost(),
            ((SipURI) uri).getPort(),
            JainSipUtils.findTransport(request))) {
      return false;
    }
    RouteHeader route = ownRoute(request);
    return !(route != null && namesSession(route.getAddress().getURI()))
        && !isOurTag(((ToHeader) request.getHeader(ToHeader.NAME)).getTag())
        && !namesApplication(uri);
  }

  /** The Route that led here, or null. */
  private RouteHeader ownRoute(Request request) {
    RouteHeader route = (RouteHeader) request.getHeader(RouteHeader.NAME);
    return isRouteExternal(route) ? null : route;
  }

  private static boolean namesSession(URI uri) {
    return !applicationHash(uri).isEmpty() && has(uri, MessageDispatcher.APP_ID);
  }

  private boolean namesApplication(URI uri) {
    return namesSession(uri) || getApplicationNameFromHash(applicationHash(uri)) != null;
  }

  private static String applicationHash(URI uri) {
    String hash =
        uri instanceof Parameters
            ? ((Parameters) uri).getParameter(MessageDispatcher.RR_PARAM_APPLICATION_NAME)
            : null;
    return hash == null ? "" : hash;
  }

  /** Whether the container made this tag for one of its applications. */
  private boolean isOurTag(String tag) {
    try {
      return ApplicationRoutingHeaderComposer.getAppNameAndSessionId(this, tag)[1] != null;
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      return true; // Cut off, or of an application that is gone: the container refuses it.
    }
  }

  private static boolean has(URI uri, String parameter) {
    return uri instanceof Parameters && ((Parameters) uri).getParameter(parameter) != null;
  }

  private static long someSeconds() {
    return ThreadLocalRandom.current().nextInt(RETRY_AFTER_SECONDS, 2 * RETRY_AFTER_SECONDS + 1);
  }

  private static Header retryAfter(long seconds) {
    try {
      return SipFactoryImpl.headerFactory.createRetryAfterHeader((int) seconds);
    } catch (InvalidArgumentException e) {
      throw new IllegalArgumentException("no time to wait: " + seconds, e);
    }
  }

  private static Header warning() {
    try {
      return SipFactoryImpl.headerFactory.createWarningHeader("msilo", MISCELLANEOUS, TOO_OFTEN);
    } catch (InvalidArgumentException | ParseException e) {
      throw new IllegalStateException("no Warning can be made", e);
    }
  }

  /**
   * Answers without a transaction, which would cost more. Over UDP the response is kept for copies,
   * one of which may be under way: taken then, it would be answered twice, and differently.
   */
  private static void refuse(RequestEvent event, int status, Header... headers) {
    Request request = event.getRequest();
    try {
      Response response = SipFactoryImpl.messageFactory.createResponse(status, request);
      for (Header header : headers) {
        response.setHeader(header);
      }
      ToHeader to = (ToHeader) response.getHeader(ToHeader.NAME);
      if (to.getTag() == null) {
        // No state is kept, so a retransmission must get the same tag (RFC 3261 8.2.7).
        String branch = ((MessageExt) request).getTopmostViaHeader().getBranch();
        to.setTag(Integer.toHexString(String.valueOf(branch).hashCode()));
      }
      if (!UdpReceiver.refuse((SIPRequest) request, (SIPResponse) response)) {
        ((SipProvider) event.getSource()).sendResponse(response);
      }
    } catch (ParseException | SipException | IOException e) {
      LOG.info(request.getMethod() + " could not be answered " + status + ": " + e);
    }
  }

  /** Reports nothing; the container's own one cannot be started twice in a process either. */
  private static final class SilentReporter extends RestcommStatsReporter {
    @Override
    public void start(long period, TimeUnit unit) {
      // Nothing leaves this machine.
    }

    @Override
    public void stop() {
      // It never ran.
    }
  }
}
