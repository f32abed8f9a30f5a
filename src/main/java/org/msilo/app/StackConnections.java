package org.msilo.app;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.servlet.sip.SipFactory;
import org.msilo.location.Connections;
import org.msilo.message.Flow;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections of Restcomm's SIP stack, which tells nobody when one ends; looked at by
 * reflection, for the application must run without these classes, too. In another container no
 * connection can be seen, and a send is what tells. Thread-safe.
 */
final class StackConnections implements Connections {
  private static final Logger LOG = LoggerFactory.getLogger(StackConnections.class);

  private final SipFactory factory;
  private final String node;

  /**
   * @param node name of this process among the nodes, without a dot
   */
  StackConnections(SipFactory factory, String node) {
    this.factory = factory;
    this.node = node;
  }

  @Override
  public Optional<String> open(String transport, String host, int port) {
    try {
      return find(transport, host, port).map(this::identity);
    } catch (ReflectiveOperationException | RuntimeException e) {
      LOG.debug("the connections of this container cannot be seen", e);
      return Optional.of("." + node);
    }
  }

  @Override
  public boolean isOpen(Flow flow) {
    if (flow.node().filter(holder -> !holder.equals(node)).isPresent()) {
      return false;
    }
    try {
      return find(flow.transport(), flow.host(), flow.port())
          .map(this::identity)
          .filter(flow.connection()::equals)
          .isPresent();
    } catch (ReflectiveOperationException | RuntimeException e) {
      LOG.debug("the connections of this container cannot be seen", e);
      return true;
    }
  }

  private String identity(Object channel) {
    return Integer.toHexString(System.identityHashCode(channel)) + "." + node;
  }

  private Optional<Object> find(String transport, String host, int port)
      throws ReflectiveOperationException {
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    String key = (transport + ":" + bare + ":" + port).toLowerCase(Locale.ROOT);
    for (Object processor : processors()) {
      Optional<Field> channels = field(processor.getClass(), "messageChannels");
      if (channels.isPresent()
          && channels.get().get(processor) instanceof Map<?, ?> byKey
          && byKey.get(key) != null
          && isConnected(byKey.get(key))) {
        return Optional.of(byKey.get(key));
      }
    }
    return Optional.empty();
  }

  /** What listens for each transport and address. */
  private List<Object> processors() throws ReflectiveOperationException {
    Object impl = value(factory, "sipFactoryImpl");
    Object interfaces = call(impl, "getSipNetworkInterfaceManager");
    List<Object> all = new ArrayList<>();
    Iterator<?> points = (Iterator<?>) call(interfaces, "getExtendedListeningPoints");
    while (points.hasNext()) {
      Object stack = call(call(points.next(), "getSipProvider"), "getSipStack");
      for (Object processor : (Object[]) call(stack, "getMessageProcessors")) {
        if (!all.contains(processor)) {
          all.add(processor);
        }
      }
    }
    return all;
  }

  private static boolean isConnected(Object channel) throws ReflectiveOperationException {
    return value(channel, "mySock") instanceof Socket socket
        && socket.isConnected()
        && !socket.isClosed();
  }

  private static Object value(Object target, String name) throws ReflectiveOperationException {
    return field(target.getClass(), name)
        .orElseThrow(() -> new NoSuchFieldException(name))
        .get(target);
  }

  private static Optional<Field> field(Class<?> type, String name) {
    for (Class<?> c = type; c != null; c = c.getSuperclass()) {
      for (Field field : c.getDeclaredFields()) {
        if (field.getName().equals(name)) {
          field.setAccessible(true);
          return Optional.of(field);
        }
      }
    }
    return Optional.empty();
  }

  private static Object call(Object target, String name) throws ReflectiveOperationException {
    for (Class<?> c = target.getClass(); c != null; c = c.getSuperclass()) {
      for (Method method : c.getDeclaredMethods()) {
        if (method.getName().equals(name) && method.getParameterCount() == 0) {
          method.setAccessible(true);
          return method.invoke(target);
        }
      }
    }
    throw new NoSuchMethodException(name);
  }
}
