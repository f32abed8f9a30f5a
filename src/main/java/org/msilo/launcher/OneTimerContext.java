package org.msilo.launcher;

import org.apache.catalina.LifecycleException;
import org.mobicents.servlet.sip.core.timers.SipApplicationSessionTimerService;
import org.mobicents.servlet.sip.startup.SipStandardContext;

/**
 * The container's context, which makes its session timer twice and stops it never; this one cleans
 * up.
 */
class OneTimerContext extends SipStandardContext {
  private static final long serialVersionUID = 1L;

  @Override
  protected void initInternalApplicationComponents() throws LifecycleException {
    SipApplicationSessionTimerService before = sasTimerService;
    super.initInternalApplicationComponents();
    if (before != null && before != sasTimerService) {
      before.stop();
    }
  }

  @Override
  public synchronized void stopInternal() throws LifecycleException {
    SipApplicationSessionTimerService last = sasTimerService;
    super.stopInternal();
    if (last != null) {
      last.stop();
    }
  }
}
