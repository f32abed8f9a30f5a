package org.msilo.compose;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.servlet.ServletException;
import javax.servlet.sip.Address;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipURI;

/**
 * A companion application: one contact for each user, for whom a Request-URI without a port is
 * meant; others are passed on.
 */
public final class RegistrarServlet extends SipServlet {
  private static final long serialVersionUID = 1L;

  private static final Map<String, Address> CONTACTS = new ConcurrentHashMap<>();

  @Override
  protected void doRegister(SipServletRequest request) throws ServletException, IOException {
    String user = ((SipURI) request.getTo().getURI()).getUser();
    Address contact = request.getAddressHeader("Contact");
    if (contact != null && contact.getExpires() == 0) {
      CONTACTS.remove(user);
    } else if (contact != null) {
      CONTACTS.put(user, (Address) contact.clone());
    }
    SipServletResponse response = request.createResponse(200);
    if (CONTACTS.containsKey(user)) {
      response.addAddressHeader("Contact", CONTACTS.get(user), false);
    }
    response.send();
  }

  @Override
  protected void doMessage(SipServletRequest request) throws ServletException, IOException {
    SipURI uri = (SipURI) request.getRequestURI();
    request.addHeader(ScreeningServlet.PASSED, "registrar");
    if (uri.getPort() > 0) {
      ScreeningServlet.passOn(request);
    } else if (CONTACTS.containsKey(uri.getUser())) {
      request.setRequestURI(CONTACTS.get(uri.getUser()).getURI());
      ScreeningServlet.passOn(request);
    } else {
      request.createResponse(404).send();
    }
  }
}
