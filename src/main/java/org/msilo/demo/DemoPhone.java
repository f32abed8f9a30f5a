package org.msilo.demo;

import gov.nist.javax.sip.EventWrapper;
import gov.nist.javax.sip.SipStackImpl;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.EventObject;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.sip.DialogTerminatedEvent;
import javax.sip.IOExceptionEvent;
import javax.sip.InvalidArgumentException;
import javax.sip.ListeningPoint;
import javax.sip.RequestEvent;
import javax.sip.ResponseEvent;
import javax.sip.SipException;
import javax.sip.SipFactory;
import javax.sip.SipListener;
import javax.sip.SipProvider;
import javax.sip.SipStack;
import javax.sip.TimeoutEvent;
import javax.sip.TransactionTerminatedEvent;
import javax.sip.address.Address;
import javax.sip.address.AddressFactory;
import javax.sip.address.SipURI;
import javax.sip.header.HeaderFactory;
import javax.sip.header.ViaHeader;
import javax.sip.message.MessageFactory;
import javax.sip.message.Request;
import javax.sip.message.Response;

/**
 * A small SIP phone on the loopback interface: registers, writes, and answers what it gets by 200.
 */
final class DemoPhone implements SipListener, AutoCloseable {
  private static final String HOST = "127.0.0.1";
  private static final int MAX_FORWARDS = 70;
  private static final int PATIENCE_SECONDS = 20;

  private final String user;
  private final int port;
  private final int serverPort;
  private final SipStack stack;
  private final SipProvider provider;
  private final AddressFactory addresses;
  private final HeaderFactory headers;
  private final MessageFactory messages;
  private final BlockingQueue<Integer> answers = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> mail = new LinkedBlockingQueue<>();
  private long requests;

  DemoPhone(String user, int port, int serverPort) throws DemoException {
    this.user = user;
    this.port = port;
    this.serverPort = serverPort;
    try {
      SipFactory factory = SipFactory.getInstance();
      factory.setPathName("gov.nist");
      stack = factory.createSipStack(properties(user));
      addresses = factory.createAddressFactory();
      headers = factory.createHeaderFactory();
      messages = factory.createMessageFactory();
      provider =
          stack.createSipProvider(stack.createListeningPoint(HOST, port, ListeningPoint.UDP));
      provider.addSipListener(this);
    } catch (Exception e) {
      throw new DemoException(user + "'s phone cannot listen at port " + port + ": " + e, e);
    }
  }

  private static Properties properties(String user) {
    Properties properties = new Properties();
    properties.setProperty("javax.sip.STACK_NAME", "phone of " + user);
    properties.setProperty("javax.sip.AUTOMATIC_DIALOG_SUPPORT", "off");
    properties.setProperty("gov.nist.javax.sip.TRACE_LEVEL", "0");
    properties.setProperty("gov.nist.javax.sip.THREAD_POOL_SIZE", "1");
    properties.setProperty("gov.nist.javax.sip.REENTRANT_LISTENER", "true");
    return properties;
  }

  /** Sends a REGISTER for this phone and returns the status code of the answer. */
  int register() throws DemoException {
    try {
      Request request = request(Request.REGISTER, addresses.createSipURI(null, HOST), user);
      request.addHeader(headers.createContactHeader(addresses.createAddress(uri(user, port))));
      request.addHeader(headers.createExpiresHeader(600));
      send(request);
    } catch (ParseException | InvalidArgumentException | SipException e) {
      throw new DemoException(user + " cannot register: " + e, e);
    }
    return answer();
  }

  /** Sends a MESSAGE; what becomes of it is asked by {@link #answer}. */
  void write(String recipient, String text) throws DemoException {
    try {
      Request request =
          request(Request.MESSAGE, addresses.createSipURI(recipient, HOST), recipient);
      request.setContent(
          text.getBytes(StandardCharsets.UTF_8), headers.createContentTypeHeader("text", "plain"));
      send(request);
    } catch (ParseException | InvalidArgumentException | SipException e) {
      throw new DemoException(user + " cannot write: " + e, e);
    }
  }

  /** The status code of the last request's answer. */
  int answer() throws DemoException {
    return await(answers, "an answer to " + user + "'s request");
  }

  /** The text of the next MESSAGE this phone got. */
  String read() throws DemoException {
    return await(mail, "a message for " + user);
  }

  private static <T> T await(BlockingQueue<T> queue, String what) throws DemoException {
    try {
      T next = queue.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (next == null) {
        throw new DemoException(what + " did not come within " + PATIENCE_SECONDS + " s");
      }
      return next;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DemoException("interrupted while waiting for " + what, e);
    }
  }

  private Request request(String method, SipURI requestUri, String to)
      throws ParseException, InvalidArgumentException {
    requests++;
    List<ViaHeader> via = new ArrayList<>();
    via.add(headers.createViaHeader(HOST, port, ListeningPoint.UDP, null));
    Address from = addresses.createAddress(addresses.createSipURI(user, HOST));
    Request request =
        messages.createRequest(
            requestUri,
            method,
            provider.getNewCallId(),
            headers.createCSeqHeader(requests, method),
            headers.createFromHeader(from, user + requests),
            headers.createToHeader(addresses.createAddress(addresses.createSipURI(to, HOST)), null),
            via,
            headers.createMaxForwardsHeader(MAX_FORWARDS));
    SipURI server = addresses.createSipURI(null, HOST);
    server.setPort(serverPort);
    server.setLrParam();
    request.addHeader(headers.createRouteHeader(addresses.createAddress(server)));
    return request;
  }

  private SipURI uri(String name, int at) throws ParseException {
    SipURI uri = addresses.createSipURI(name, HOST);
    uri.setPort(at);
    return uri;
  }

  private void send(Request request) throws SipException {
    provider.getNewClientTransaction(request).sendRequest();
  }

  @Override
  public void processRequest(RequestEvent event) {
    Request request = event.getRequest();
    try {
      Response response = messages.createResponse(Response.OK, request);
      provider.getNewServerTransaction(request).sendResponse(response);
    } catch (ParseException | SipException | InvalidArgumentException e) {
      mail.add("(could not be answered: " + e + ")");
      return;
    }
    byte[] body = request.getRawContent();
    mail.add(body == null ? "" : new String(body, StandardCharsets.UTF_8));
  }

  @Override
  public void processResponse(ResponseEvent event) {
    int status = event.getResponse().getStatusCode();
    if (status >= Response.OK) {
      answers.add(status);
    }
  }

  @Override
  public void processTimeout(TimeoutEvent event) {
    answers.add(Response.REQUEST_TIMEOUT);
  }

  @Override
  public void processIOException(IOExceptionEvent event) {
    answers.add(Response.SERVICE_UNAVAILABLE);
  }

  @Override
  public void processTransactionTerminated(TransactionTerminatedEvent event) {
    // A transaction leaves nothing to be done.
  }

  @Override
  public void processDialogTerminated(DialogTerminatedEvent event) {
    // There are no dialogs here.
  }

  @Override
  public void close() {
    var scanner = ((SipStackImpl) stack).getEventScanner();
    stack.stop();
    // Its thread looks at the stop flag only after an event.
    scanner.addEvent(new EventWrapper(new EventObject(this), null));
  }
}
