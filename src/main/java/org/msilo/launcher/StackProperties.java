package org.msilo.launcher;

import java.util.List;
import java.util.Properties;
import org.mobicents.ext.javax.sip.SipStackExtension;
import org.msilo.config.ListenAddress;
import org.msilo.config.TlsFiles;

/** The settings of the SIP stack below the container. */
final class StackProperties {
  /** Large enough that a pause of the collector loses no datagram. */
  private static final int SOCKET_BUFFER_BYTES = 4_194_304;

  /**
   * Bytes of a message on a connection: the largest body that a setting allows, and its header. The
   * stack would else make room for whatever a Content-Length promises.
   */
  private static final int LARGEST_MESSAGE = 2_097_152;

  /** Within this time a header must be complete, and after it each part of the body must come. */
  private static final int READ_TIMEOUT_MILLIS = 10_000;

  private StackProperties() {}

  static Properties of(String stackName, List<ListenAddress> listen, TlsFiles tls)
      throws StartException {
    Properties properties = new Properties();
    properties.setProperty("javax.sip.STACK_NAME", stackName);
    properties.setProperty("javax.sip.AUTOMATIC_DIALOG_SUPPORT", "off");
    nist(properties, "LOOSE_DIALOG_VALIDATION", "true");
    nist(properties, "PASS_INVITE_NON_2XX_ACK_TO_LISTENER", "true");
    nist(properties, "AUTOMATIC_DIALOG_ERROR_HANDLING", "false");
    nist(properties, "DELIVER_UNSOLICITED_NOTIFY", "true");
    nist(properties, "REENTRANT_LISTENER", "true");
    nist(properties, "MAX_FORK_TIME_SECONDS", "0");
    nist(properties, "RECEIVE_UDP_BUFFER_SIZE", Integer.toString(SOCKET_BUFFER_BYTES));
    nist(properties, "SEND_UDP_BUFFER_SIZE", Integer.toString(SOCKET_BUFFER_BYTES));
    nist(properties, "MAX_MESSAGE_SIZE", Integer.toString(LARGEST_MESSAGE));
    nist(properties, "READ_TIMEOUT", Integer.toString(READ_TIMEOUT_MILLIS));
    // Of sending and receiving alike; ours is of receiving.
    nist(properties, "NIO_MAX_SOCKET_IDLE_TIME", "0");
    nist(properties, "THREAD_POOL_SIZE", Integer.toString(threads()));
    // One pool for the whole process, closed by whoever stops first, and not used by NIO.
    nist(properties, "TCP_POST_PARSING_THREAD_POOL_SIZE", "0");
    nist(properties, "AGGRESSIVE_CLEANUP", "true");
    nist(properties, "TRACE_LEVEL", "0");
    nist(properties, "MESSAGE_PARSER_FACTORY", StrictParserFactory.class.getName());
    nist(properties, "MESSAGE_PROCESSOR_FACTORY", MessageProcessors.class.getName());
    properties.setProperty(
        SipStackExtension.TRANSACTION_FACTORY_CLASS_NAME, LeanTransactions.class.getName());
    properties.setProperty(
        "org.mobicents.ha.javax.sip.REPLICATION_STRATEGY", "ConfirmedDialogNoApplicationData");
    if (listen.stream().anyMatch(ListenAddress::isSecure)) {
      Tls.addTo(properties, tls);
    }
    return properties;
  }

  private static void nist(Properties properties, String name, String value) {
    properties.setProperty("gov.nist.javax.sip." + name, value);
  }

  private static int threads() {
    return Math.max(4, 2 * Runtime.getRuntime().availableProcessors());
  }
}
