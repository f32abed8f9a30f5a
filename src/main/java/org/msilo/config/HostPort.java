package org.msilo.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A host name or address with a port; an IPv6 address is kept without its brackets. */
public record HostPort(String address, int port) {
  private static final Pattern FORM =
      Pattern.compile("(?:\\[([0-9A-Fa-f:.]+)]|([A-Za-z0-9.-]+)):([0-9]{1,5})");
  private static final int HIGHEST_PORT = 65535;

  public HostPort {
    if (address.isEmpty()) {
      throw new IllegalArgumentException("an address is needed");
    }
    if (port < 1 || port > HIGHEST_PORT) {
      throw new IllegalArgumentException("the port must be from 1 to " + HIGHEST_PORT);
    }
  }

  /** Reads ADDRESS:PORT; the message of the exception says what is wrong. */
  static HostPort parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException(
          "must be ADDRESS:PORT, such as 127.0.0.1:8080 or [::1]:8080");
    }
    boolean bracketed = form.group(1) != null;
    if (bracketed && !Addresses.isIpv6(form.group(1))) {
      throw new IllegalArgumentException("has no IPv6 address in its brackets");
    }
    return new HostPort(bracketed ? form.group(1) : form.group(2), Integer.parseInt(form.group(3)));
  }

  @Override
  public String toString() {
    return Addresses.bracketed(address) + ":" + port;
  }
}
