package org.msilo.sip;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.servlet.sip.Proxy;
import javax.servlet.sip.ProxyBranch;
import javax.servlet.sip.ServletParseException;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipURI;
import javax.servlet.sip.TooManyHopsException;
import javax.servlet.sip.URI;
import org.msilo.message.SipUri;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the branches of a proxied request, one to each target by its route. Thread-safe. */
final class Forking {
  private static final Logger LOG = LoggerFactory.getLogger(Forking.class);

  private final SipFactory factory;
  private final LoopMarks loops;

  Forking(SipFactory factory, LoopMarks loops) {
    this.factory = factory;
    this.loops = loops;
  }

  /**
   * Prepares a parallel proxy without starting it.
   *
   * @return the branches; empty when there is no contact a SIP request can go to
   */
  List<ProxyBranch> prepare(SipServletRequest request, List<RelayTarget> wanted)
      throws TooManyHopsException {
    Map<URI, RelayTarget> targets = new LinkedHashMap<>();
    for (RelayTarget target : wanted) {
      if (SipUri.parse(target.uri()).isPresent()) {
        parse(target, targets);
      }
    }
    if (targets.isEmpty()) {
      return List.of();
    }
    Proxy proxy = request.getProxy();
    proxy.setRecordRoute(false);
    proxy.setParallel(true);
    proxy.setRecurse(false);
    proxy.setSupervised(true);
    List<ProxyBranch> branches = proxy.createProxyBranches(new ArrayList<>(targets.keySet()));
    int i = 0;
    for (RelayTarget target : targets.values()) {
      SipServletRequest leaving = branches.get(i++).getRequest();
      loops.mark(request, leaving);
      pushRoute(leaving, target.route());
    }
    return branches;
  }

  /**
   * Starts them all. One that cannot be sent, because its port is closed, say, does not keep those
   * behind it from being started; the container tells of it by an exception, once, and then no
   * more.
   *
   * @return how many are out and will end with a response or by time
   */
  static int start(Proxy proxy, List<ProxyBranch> branches) {
    int unsent = 0;
    while (unsent < branches.size() && !startAll(proxy)) {
      unsent++;
    }
    int started = (int) branches.stream().filter(ProxyBranch::isStarted).count();
    return Math.max(0, started - unsent);
  }

  /**
   * Starts them one after the other until one cannot be sent.
   *
   * @return whether all are out now
   */
  static boolean startAll(Proxy proxy) {
    try {
      proxy.startProxy();
      return true;
    } catch (IllegalStateException | IllegalArgumentException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      LOG.info("a branch could not be sent: {}", cause.getMessage());
      return false;
    }
  }

  private void parse(RelayTarget target, Map<URI, RelayTarget> targets) {
    try {
      targets.put(factory.createURI(target.uri()), target);
    } catch (ServletParseException e) {
      LOG.info("target {} is left out: {}", target.uri(), e.getMessage());
    }
  }

  /** Preloads a route, its first hop first. */
  void pushRoute(SipServletRequest request, List<String> route) {
    for (int i = route.size() - 1; i >= 0; i--) {
      try {
        request.pushRoute((SipURI) factory.createURI(route.get(i)));
      } catch (ServletParseException | ClassCastException e) {
        throw new IllegalArgumentException("no SIP URI for a route: " + route.get(i), e);
      }
    }
  }
}
