package org.msilo.launcher;

import java.beans.PropertyChangeEvent;
import java.beans.PropertyChangeListener;
import org.mobicents.servlet.sip.core.session.SipStandardManager;

/**
 * The container's session manager, which still counts on being a listener: Tomcat stopped that in
 * 7.0.82.
 */
public class ListeningSipManager extends SipStandardManager implements PropertyChangeListener {
  @Override
  public void propertyChange(PropertyChangeEvent event) {
    // The session timeout of the descriptor applies when sessions are made; no need to follow it.
  }
}
