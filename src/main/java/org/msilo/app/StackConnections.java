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
import java.util.concurrent.ConcurrentHashMap;
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

  private static final String DATAGRAMS = "udp";

  private final SipFactory factory;
  private final String node;

  /** What was found by reflection: each look-up copies all that a class declares. */
  private final Map<Member, Optional<Field>> fields = new ConcurrentHashMap<>();

  private final Map<Member, Method> methods = new ConcurrentHashMap<>();

  private record Member(Class<?> type, String name) {}

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
    if (transport.equalsIgnoreCase(DATAGRAMS)) {
      return Optional.empty();
    }
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

  private boolean isConnected(Object channel) throws ReflectiveOperationException {
    return value(channel, "mySock") instanceof Socket socket
        && socket.isConnected()
        && !socket.isClosed();
  }

  private Object value(Object target, String name) throws ReflectiveOperationException {
    return field(target.getClass(), name)
        .orElseThrow(() -> new NoSuchFieldException(name))
        .get(target);
  }

  private Optional<Field> field(Class<?> type, String name) {
    return fields.computeIfAbsent(new Member(type, name), StackConnections::findField);
  }

  private static Optional<Field> findField(Member member) {
    for (Class<?> c = member.type; c != null; c = c.getSuperclass()) {
      for (Field field : c.getDeclaredFields()) {
        if (field.getName().equals(member.name)) {
          field.setAccessible(true);
          return Optional.of(field);
        }
      }
    }
    return Optional.empty();
  }

  private Object call(Object target, String name) throws ReflectiveOperationException {
    Member member = new Member(target.getClass(), name);
    Method method = methods.get(member);
    if (method == null) {
      method = findMethod(member);
      methods.put(member, method);
    }
    return method.invoke(target);
  }

  private static Method findMethod(Member member) throws NoSuchMethodException {
    for (Class<?> c = member.type; c != null; c = c.getSuperclass()) {
      for (Method method : c.getDeclaredMethods()) {
        if (method.getName().equals(member.name) && method.getParameterCount() == 0) {
          method.setAccessible(true);
          return method;
        }
      }
    }
    throw new NoSuchMethodException(member.name);
  }
}
