package org.msilo.testing.fault;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.naming.InitialContext;
import javax.naming.Name;
import javax.naming.NameNotFoundException;
import javax.naming.NamingException;
import javax.naming.spi.NamingManager;

/** The JNDI names of this process, so that {@code db_url} can name a data source of a test. */
public final class JndiNames {
  private static final Map<String, Object> BOUND = new ConcurrentHashMap<>();

  private JndiNames() {}

  /** Makes a name known; the first call makes this the naming service of the process. */
  public static synchronized void bind(String name, Object named) {
    try {
      if (!NamingManager.hasInitialContextFactoryBuilder()) {
        NamingManager.setInitialContextFactoryBuilder(environment -> ignored -> new Names());
      }
    } catch (NamingException e) {
      throw new IllegalStateException(e);
    }
    BOUND.put(name, named);
  }

  public static void unbind(String name) {
    BOUND.remove(name);
  }

  private static final class Names extends InitialContext {
    Names() throws NamingException {
      super(true);
    }

    @Override
    public Object lookup(String name) throws NamingException {
      Object named = BOUND.get(name);
      if (named == null) {
        throw new NameNotFoundException(name);
      }
      return named;
    }

    @Override
    public Object lookup(Name name) throws NamingException {
      return lookup(name.toString());
    }
  }
}
