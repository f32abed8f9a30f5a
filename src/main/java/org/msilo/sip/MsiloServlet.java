package org.msilo.sip;

import java.io.IOException;
import java.util.Set;
import java.util.function.Consumer;
import javax.servlet.ServletConfig;
import javax.servlet.ServletException;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;

/** The shell the container makes: requests and final responses go to the handlers. */
public final class MsiloServlet extends SipServlet {
  /** Name of this servlet in sip.xml. */
  static final String NAME = "msilo";

  private static final long serialVersionUID = 1L;

  /** Requests inside the life of another one: the container's proxy deals with them. */
  private static final Set<String> OF_THE_PROXY = Set.of("ACK", "CANCEL");

  private transient SipHandlers handlers;

  @Override
  public void init(ServletConfig config) throws ServletException {
    super.init(config);
    handlers = SipHandlers.from(config.getServletContext());
  }

  @Override
  protected void doRequest(SipServletRequest request) throws ServletException, IOException {
    if (isForFlow(request)) {
      handlers.gate().admit(request, handlers.flows()::handle);
      return;
    }
    switch (request.getMethod()) {
      case "MESSAGE", "REGISTER" -> super.doRequest(request);
      default -> doOther(request);
    }
  }

  private static boolean isForFlow(SipServletRequest request) {
    return request.isInitial()
        && !OF_THE_PROXY.contains(request.getMethod())
        && FlowTokens.isIn(request);
  }

  @Override
  protected void doMessage(SipServletRequest request) {
    admit(request, handlers.messages()::handle);
  }

  @Override
  protected void doRegister(SipServletRequest request) {
    admit(request, handlers.registrations()::handle);
  }

  private void doOther(SipServletRequest request) {
    if (!request.isInitial() || OF_THE_PROXY.contains(request.getMethod())) {
      return;
    }
    admit(
        request,
        request.getMethod().equals("OPTIONS")
            ? handlers.options()::handle
            : handlers.relay()::handle);
  }

  private void admit(SipServletRequest request, Consumer<SipServletRequest> handler) {
    handlers
        .gate()
        .admit(
            request,
            admitted -> {
              handlers.doorkeeper().meet(admitted);
              handler.accept(admitted);
            });
  }

  @Override
  protected void doBranchResponse(SipServletResponse response) {
    handlers.messageRelay().accept(response);
  }

  @Override
  protected void doSuccessResponse(SipServletResponse response) {
    handlers.finalResponses().handle(response);
  }

  @Override
  protected void doRedirectResponse(SipServletResponse response) {
    handlers.finalResponses().handle(response);
  }

  @Override
  protected void doErrorResponse(SipServletResponse response) {
    handlers.finalResponses().handle(response);
  }
}
