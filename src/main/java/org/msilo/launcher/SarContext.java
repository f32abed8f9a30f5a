package org.msilo.launcher;

import org.mobicents.servlet.sip.startup.SipStandardContext;

/** An application whose archive is NAME.sar, though Tomcat calls every archive NAME.war. */
public class SarContext extends SipStandardContext {
  private static final String WAR = ".war";

  @Override
  public void setDocBase(String docBase) {
    boolean archive = docBase != null && docBase.endsWith(WAR);
    super.setDocBase(
        archive ? docBase.substring(0, docBase.length() - WAR.length()) + ".sar" : docBase);
  }
}
