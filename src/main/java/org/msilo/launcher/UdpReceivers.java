package org.msilo.launcher;

import gov.nist.javax.sip.SipStackImpl;
import gov.nist.javax.sip.stack.SIPTransactionStack;
import gov.nist.javax.sip.stack.UDPMessageProcessor;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The threads of a stack that take datagrams. They make what the stop tears down only when they
 * run: a stack that is stopped before fails half-way and keeps its port.
 */
final class UdpReceivers {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private UdpReceivers() {}

  /** Waits until all of them run, or have had time enough to. */
  static void awaitStarted(SipStackImpl stack) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    try {
      while (!allStarted(stack) && System.nanoTime() - deadline < 0) {
        TimeUnit.MILLISECONDS.sleep(10);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** From now on requests wait, or are left unread, as the application says. */
  static void obey(SipStackImpl stack, AskedLimits limits) {
    try {
      for (Object processor : processors(stack)) {
        if (processor instanceof UdpReceiver receiver) {
          receiver.obey(limits);
        }
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("another SIP stack than the one this was made for", e);
    }
  }

  private static List<?> processors(SipStackImpl stack) throws ReflectiveOperationException {
    return List.copyOf(
        (Collection<?>) field(SIPTransactionStack.class, "messageProcessors").get(stack));
  }

  private static boolean allStarted(SipStackImpl stack) {
    try {
      int expected = (Integer) field(SIPTransactionStack.class, "threadPoolSize").get(stack);
      Field channels = field(UDPMessageProcessor.class, "messageChannels");
      for (Object processor : processors(stack)) {
        if (processor instanceof UDPMessageProcessor udp
            && !isStarted(channels.get(udp), expected)) {
          return false;
        }
      }
      return true;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("another SIP stack than the one this was made for", e);
    }
  }

  private static boolean isStarted(Object channels, int expected) {
    return channels instanceof List<?> started && started.size() >= expected;
  }

  private static Field field(Class<?> owner, String name) throws NoSuchFieldException {
    Field field = owner.getDeclaredField(name);
    field.setAccessible(true);
    return field;
  }
}
