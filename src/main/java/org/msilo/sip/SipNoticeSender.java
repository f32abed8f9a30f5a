package org.msilo.sip;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import javax.servlet.ServletException;
import javax.servlet.sip.SipApplicationSession;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.SipServletRequest;
import org.msilo.notice.Notice;
import org.msilo.notice.NoticeSender;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends notices; one that cannot be sent is logged and lost. Thread-safe. */
final class SipNoticeSender implements NoticeSender {
  private static final Logger LOG = LoggerFactory.getLogger(SipNoticeSender.class);

  private final SipFactory factory;
  private final Forking forking;
  private final OwnMessages ownMessages;

  SipNoticeSender(SipFactory factory, Forking forking, OwnMessages ownMessages) {
    this.factory = factory;
    this.forking = forking;
    this.ownMessages = ownMessages;
  }

  @Override
  public void send(Notice notice) {
    if (!SecureWay.leads(notice.requestUri(), notice.requestUri(), notice.route())) {
      LOG.info("notice to {} not sent: sips: needs TLS on the way", notice.to());
      return;
    }
    SipApplicationSession session = factory.createApplicationSession();
    try {
      SipServletRequest request =
          factory.createRequest(session, "MESSAGE", notice.from(), notice.to());
      request.setRequestURI(factory.createURI(notice.requestUri()));
      forking.pushRoute(request, notice.route());
      ownMessages.mark(request);
      Bodies.set(
          request, notice.text().getBytes(StandardCharsets.UTF_8), "text/plain;charset=UTF-8");
      request.getSession().setHandler(MsiloServlet.NAME);
      request.send();
    } catch (IOException | ServletException | IllegalArgumentException | IllegalStateException e) {
      LOG.info("notice to {} could not be sent: {}", notice.to(), e.getMessage());
      if (session.isValid()) {
        session.invalidate();
      }
    }
  }
}
