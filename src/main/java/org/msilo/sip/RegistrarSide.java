package org.msilo.sip;

import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;

/** What becomes of a REGISTER: decided here, or passed to the registrar. Thread-safe. */
interface RegistrarSide {

  void handle(SipServletRequest request);

  /** The final response to a REGISTER that was passed on. */
  void answered(SipServletResponse response);
}
