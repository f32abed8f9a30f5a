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
import org.msilo.message.Binding;
import org.msilo.message.SipUri;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the branches of a proxied request, one to each binding by its Path. Thread-safe. */
final class Forking {
  private static final Logger LOG = LoggerFactory.getLogger(Forking.class);

  private final SipFactory factory;

  Forking(SipFactory factory) {
    this.factory = factory;
  }

  /**
   * Prepares a parallel proxy without starting it.
   *
   * @return the branches; empty when there is no contact a SIP request can go to
   */
  List<ProxyBranch> prepare(SipServletRequest request, List<Binding> bindings)
      throws TooManyHopsException {
    Map<URI, Binding> targets = new LinkedHashMap<>();
    for (Binding binding : bindings) {
      if (SipUri.parse(binding.contact()).isPresent()) {
        parse(binding.contact(), targets, binding);
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
    for (Binding binding : targets.values()) {
      pushRoute(branches.get(i++).getRequest(), binding.route());
    }
    return branches;
  }

  private void parse(String contact, Map<URI, Binding> targets, Binding binding) {
    try {
      targets.put(factory.createURI(contact), binding);
    } catch (ServletParseException e) {
      LOG.info("contact {} of {} is left out: {}", contact, binding.aor(), e.getMessage());
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
