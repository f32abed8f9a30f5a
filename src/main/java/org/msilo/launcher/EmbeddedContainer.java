package org.msilo.launcher;

import gov.nist.javax.sip.EventScanner;
import gov.nist.javax.sip.EventWrapper;
import gov.nist.javax.sip.SipStackImpl;
import java.io.IOException;
import java.nio.file.Files;
import java.util.EventObject;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.servlet.ServletContext;
import org.apache.catalina.ContainerEvent;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.LifecycleListener;
import org.apache.catalina.LifecycleState;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.NamingContextListener;
import org.apache.catalina.core.StandardServer;
import org.apache.catalina.startup.Constants;
import org.mobicents.servlet.sip.catalina.SipStandardEngine;
import org.mobicents.servlet.sip.catalina.SipStandardHost;
import org.mobicents.servlet.sip.catalina.SipStandardService;
import org.mobicents.servlet.sip.message.SipServletRequestImpl;
import org.mobicents.servlet.sip.startup.SipContextConfig;
import org.mobicents.servlet.sip.startup.SipStandardContext;

/**
 * The SIP Servlets container with one application in it; several of them can live in one process.
 */
public final class EmbeddedContainer implements AutoCloseable {
  /** Where the application leaves the reason, a String, when it refuses to start. */
  public static final String FAILURE = "org.msilo.failure";

  /** Where the container looks for its SIP stack: the one that lets us make its transactions. */
  private static final String STACK = "org.mobicents.ext";

  private static final AtomicInteger COUNT = new AtomicInteger();

  /** The container hands its settings on by system properties and statics while it starts. */
  private static final Object START = new Object();

  private final ContainerSettings settings;
  private final StandardServer server = new StandardServer();
  private final SipStandardService service = new SipStandardService();
  private final SipStandardContext context = new LeanContext();
  private final SipConnectors sipConnectors;
  private final AtomicReference<String> refusal = new AtomicReference<>();

  public EmbeddedContainer(ContainerSettings settings) {
    this.settings = settings;
    this.sipConnectors = new SipConnectors(settings.listen());
  }

  /** Returns when requests are served; if it throws, nothing is left running. */
  public void start() throws StartException {
    synchronized (START) {
      ContainerLogging.setUp();
      ApplicationRouterProvider.announce();
      withoutStatelessRelay();
      try (StartRecorder recorder = new StartRecorder()) {
        startOrClose(recorder);
      } finally {
        Tls.started();
      }
    }
  }

  private void startOrClose(StartRecorder recorder) throws StartException {
    try {
      startRecorded(recorder);
    } catch (StartException e) {
      close();
      throw e;
    }
  }

  private void startRecorded(StartRecorder recorder) throws StartException {
    try (ListenRecorder listening = new ListenRecorder()) {
      Files.createDirectories(settings.workDirectory());
      assemble();
      server.start();
      if (!context.getAvailable()) {
        throw failure(recorder, null);
      }
      sipConnectors.check(listening);
    } catch (IOException e) {
      throw new StartException(
          "cannot write in " + settings.workDirectory() + ": " + Reason.of(e), e);
    } catch (LifecycleException e) {
      throw failure(recorder, e);
    }
    turnAwayWhatIsTooMuch();
  }

  /** Before the container keeps a transaction and sessions for it. */
  private void turnAwayWhatIsTooMuch() {
    AskedLimits limits = AskedLimits.leftIn(context.getServletContext());
    if (service.getSipApplicationDispatcher() instanceof SilentDispatcher dispatcher) {
      dispatcher.turnAway(limits);
    }
    SipStackImpl stack = (SipStackImpl) service.getSipStack();
    UdpReceivers.obey(stack, limits);
    if (stack.messageProcessorFactory instanceof MessageProcessors processors) {
      processors.bound(limits);
    }
  }

  private StartException failure(StartRecorder recorder, LifecycleException thrown) {
    if (refusal.get() != null) {
      return new StartException(refusal.get());
    }
    Throwable cause = recorder.thrown().orElse(thrown);
    String reason =
        recorder.reason().orElse(thrown == null ? "no reason given" : thrown.toString());
    return new StartException("the application did not start: " + reason, cause);
  }

  private void assemble() throws StartException {
    withoutGlobalNaming();
    String name = "msilo-" + COUNT.incrementAndGet();
    SipStandardEngine engine = new SipStandardEngine();
    SipStandardHost host = new SipStandardHost();
    engine.setName(name);
    engine.setBaseDir(settings.workDirectory().toString());
    engine.setDefaultHost("localhost");
    engine.setBackgroundProcessorDelay(-1);
    host.setName("localhost");
    host.setAppBase(settings.workDirectory().toString());
    host.setAutoDeploy(false);
    host.setDeployOnStartup(false);
    host.setConfigClass(SipContextConfig.class.getName());
    service.setName(name);
    configure(name);
    service.setContainer(engine);
    engine.addChild(host);
    configureContext();
    host.addChild(context);
    settings.attributes().forEach(context.getServletContext()::setAttribute);
    server.setPort(-1);
    server.addService(service);
    for (Connector connector : sipConnectors.create()) {
      service.addConnector(connector);
    }
    settings.http().map(HttpSide::connector).ifPresent(service::addConnector);
  }

  /** Tomcat keeps one global naming context for the process, so a second server could not stop. */
  private void withoutGlobalNaming() {
    for (LifecycleListener listener : server.findLifecycleListeners()) {
      if (listener instanceof NamingContextListener) {
        server.removeLifecycleListener(listener);
      }
    }
  }

  private void configure(String name) throws StartException {
    service.setSipApplicationDispatcherClassName(SilentDispatcher.class.getName());
    service.setConcurrencyControlMode("None");
    service.setCongestionControlCheckingInterval(-1);
    service.setGatherStatistics(false);
    service.setUsePrettyEncoding(false);
    service.setSipPathName(STACK);
    service.setSipStackProperties(StackProperties.of(name, settings.listen(), settings.tls()));
  }

  private void configureContext() {
    context.setName("");
    context.setPath("");
    context.setDocBase(settings.webapp().toString());
    context.setWorkDir(settings.workDirectory().resolve("work").toString());
    context.setDefaultWebXml(Constants.NoDefaultWebXml);
    context.addLifecycleListener(new LeanContext.DescriptorsOnly());
    context.setManager(new ListeningSipManager());
    context.setParentClassLoader(EmbeddedContainer.class.getClassLoader());
    context.setDelegate(settings.parentFirst());
    settings.classes().map(ApplicationClasses::forContext).ifPresent(context::setLoader);
    context.addContainerListener(this::keepRefusal);
    // These look into the JDK's own classes, which it refuses from Java 9 on.
    context.setClearReferencesRmiTargets(false);
    context.setClearReferencesObjectStreamClassCaches(false);
    context.setClearReferencesThreadLocals(false);
    context.setClearReferencesHttpClientKeepAliveThread(false);
    HttpSide.serveFiles(context);
  }

  /** A context that failed forgets its attributes before anybody else can ask. */
  private void keepRefusal(ContainerEvent event) {
    if (event.getType().equals("afterContextInitialized")) {
      Optional.ofNullable(context.getServletContext().getAttribute(FAILURE))
          .ifPresent(told -> refusal.set(told.toString()));
    }
  }

  /**
   * Outside a dialog the container would pass these on to any domain without asking the
   * application; as initial requests they come to it like all others.
   */
  private static void withoutStatelessRelay() {
    SipServletRequestImpl.NON_INITIAL_SIP_REQUEST_METHODS.removeAll(
        Set.of("BYE", "INFO", "PRACK", "UPDATE"));
  }

  /** The context of the application, with whatever it left there. */
  public ServletContext servletContext() {
    return context.getServletContext();
  }

  /** Lets the application finish what it has begun; it begins nothing more. */
  public void drain() {
    if (context.getServletContext().getAttribute(Server.DRAIN) instanceof Runnable drain) {
      drain.run();
    }
  }

  @Override
  public synchronized void close() {
    if (server.getState() == LifecycleState.DESTROYED) {
      return;
    }
    Optional<SipStackImpl> stack = Optional.ofNullable((SipStackImpl) service.getSipStack());
    Optional<EventScanner> scanner = stack.map(SipStackImpl::getEventScanner);
    stack.ifPresent(UdpReceivers::awaitStarted);
    try {
      if (server.getState().isAvailable()) {
        server.stop();
      }
      server.destroy();
      scanner.ifPresent(EmbeddedContainer::wake);
    } catch (LifecycleException e) {
      throw new IllegalStateException("the container did not stop in order", e);
    }
  }

  /** The stopped stack has a thread left that looks at its stop flag only after an event. */
  private static void wake(EventScanner scanner) {
    scanner.addEvent(new EventWrapper(new EventObject(scanner), null));
  }
}
