package org.msilo.compose;

import java.io.IOException;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletRequest;

/**
 * A companion application that takes calls: it rings, is answered by an UPDATE within the early
 * dialog, and takes INFO and BYE after that.
 */
public final class DialogServlet extends SipServlet {
  private static final long serialVersionUID = 1L;
  private static final String INVITE = "invite";

  @Override
  protected void doInvite(SipServletRequest request) throws IOException {
    request.getSession().setAttribute(INVITE, request);
    request.createResponse(180).send();
  }

  @Override
  protected void doUpdate(SipServletRequest request) throws IOException {
    request.createResponse(200).send();
    ((SipServletRequest) request.getSession().getAttribute(INVITE)).createResponse(200).send();
  }

  @Override
  protected void doInfo(SipServletRequest request) throws IOException {
    request.createResponse(200).send();
  }

  @Override
  protected void doBye(SipServletRequest request) throws IOException {
    request.createResponse(200).send();
  }
}
