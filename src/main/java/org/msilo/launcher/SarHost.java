package org.msilo.launcher;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.catalina.LifecycleListener;
import org.apache.catalina.startup.HostConfig;
import org.apache.catalina.util.ContextName;
import org.mobicents.servlet.sip.catalina.SipHostConfig;
import org.mobicents.servlet.sip.catalina.SipStandardHost;

/**
 * A host for a Tomcat of others: deploys each NAME.sar that is dropped, as it does NAME.war. The
 * container's own host takes ".sar" for a part of the name, and Tomcat then looks for NAME.sar.war.
 */
public class SarHost extends SipStandardHost {
  private static final String SAR = ".sar";

  @Override
  public void initInternal() {
    super.initInternal();
    // The host's own array: the container's host, too, puts its deployer there in this way.
    LifecycleListener[] listeners = findLifecycleListeners();
    for (int i = 0; i < listeners.length; i++) {
      if (listeners[i] instanceof HostConfig) {
        listeners[i] = new SarDeployer();
      }
    }
  }

  /** Runs on Tomcat's background thread, like all of its kind. */
  private static final class SarDeployer extends SipHostConfig {
    @Override
    protected void deployWARs(File appBase, String[] files) {
      if (files == null) {
        return;
      }
      List<String> others = new ArrayList<>();
      for (String file : files) {
        if (file.toLowerCase(Locale.ROOT).endsWith(SAR)) {
          deploySar(new File(appBase, file));
        } else {
          others.add(file);
        }
      }
      super.deployWARs(appBase, others.toArray(String[]::new));
    }

    private void deploySar(File sar) {
      String withoutEnding = sar.getName().substring(0, sar.getName().length() - SAR.length());
      ContextName name = new ContextName(withoutEnding, false);
      if (isServiced(name.getName()) || deploymentExists(name.getName())) {
        return;
      }
      String otherContexts = getContextClass();
      String otherConfigurations = host.getConfigClass();
      setContextClass(SarContext.class.getName());
      host.setConfigClass(SIP_CONTEXT_CONFIG_CLASS);
      deployWAR(name, sar);
      host.setConfigClass(otherConfigurations);
      setContextClass(otherContexts);
    }
  }
}
