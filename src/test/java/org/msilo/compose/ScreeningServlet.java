package org.msilo.compose;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import javax.servlet.ServletException;
import javax.servlet.sip.Proxy;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletRequest;

/** A companion application: refuses unwanted text, marks and passes on all else. */
public final class ScreeningServlet extends SipServlet {
  /** Each application that a MESSAGE passes adds its name here. */
  static final String PASSED = "X-Passed";

  private static final long serialVersionUID = 1L;

  @Override
  protected void doMessage(SipServletRequest request) throws ServletException, IOException {
    byte[] body = request.getRawContent();
    if (body != null && new String(body, StandardCharsets.UTF_8).contains("spam")) {
      request.createResponse(403).send();
      return;
    }
    request.addHeader(PASSED, "screening");
    passOn(request);
  }

  @Override
  protected void doRegister(SipServletRequest request) throws ServletException, IOException {
    passOn(request);
  }

  static void passOn(SipServletRequest request) throws ServletException {
    Proxy proxy = request.getProxy();
    proxy.setRecordRoute(false);
    proxy.setSupervised(false);
    proxy.proxyTo(request.getRequestURI());
  }
}
