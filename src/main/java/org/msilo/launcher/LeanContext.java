package org.msilo.launcher;

import java.io.File;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.catalina.LifecycleException;
import org.mobicents.servlet.sip.core.timers.SipApplicationSessionTimerService;
import org.mobicents.servlet.sip.startup.SipContextConfig;
import org.mobicents.servlet.sip.startup.SipStandardContext;

/**
 * The container's context, which makes its session timer twice and stops it never, and loads each
 * class of each library to look for annotations, most of what a start takes; this one cleans up,
 * and has all in sip.xml.
 */
class LeanContext extends SipStandardContext {
  private static final long serialVersionUID = 1L;

  private final AtomicBoolean configuring = new AtomicBoolean();

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

  /** Below this folder the container looks for annotated classes. */
  @Override
  public String getBasePath() {
    return configuring.get()
        ? new File(super.getBasePath(), "no-annotations").getPath()
        : super.getBasePath();
  }

  /** Reads the descriptors and looks at no class: they say all there is. */
  static final class DescriptorsOnly extends SipContextConfig {
    @Override
    protected synchronized void configureStart() {
      LeanContext ours = (LeanContext) context;
      ours.configuring.set(true);
      try {
        super.configureStart();
      } finally {
        ours.configuring.set(false);
      }
    }
  }
}
