package org.msilo.bench.server;

import java.io.IOException;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;

/** Answers MESSAGE 202 and keeps nothing: what the container gives at best. */
public final class AcceptingServlet extends SipServlet {
  private static final long serialVersionUID = 1L;

  @Override
  protected void doMessage(SipServletRequest request) throws IOException {
    answer(request, SipServletResponse.SC_ACCEPTED);
  }

  @Override
  protected void doOptions(SipServletRequest request) throws IOException {
    answer(request, SipServletResponse.SC_OK);
  }

  private static void answer(SipServletRequest request, int status) throws IOException {
    request.getApplicationSession().setInvalidateWhenReady(true);
    request.createResponse(status).send();
  }
}
