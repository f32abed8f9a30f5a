package org.msilo.launcher;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.LifecycleState;
import org.apache.catalina.loader.WebappLoader;

/**
 * The classes of a web application for several containers of a process, one after the other: what
 * Java has compiled in one serves the next. As in any container, they come before the container's
 * own (Servlet 3.0, 10.7.2). Thread-safe.
 */
final class ApplicationClasses extends URLClassLoader {
  static {
    registerAsParallelCapable();
  }

  private ApplicationClasses(URL[] places) {
    super("application", places, ApplicationClasses.class.getClassLoader());
  }

  /** Those of an unpacked web application. */
  static ApplicationClasses of(Path webapp) throws StartException {
    Path webInf = webapp.resolve("WEB-INF");
    List<URL> places = new ArrayList<>();
    try (Stream<Path> libraries = Files.list(webInf.resolve("lib"))) {
      places.add(url(webInf.resolve("classes")));
      for (Path library : libraries.toList()) {
        places.add(url(library));
      }
    } catch (IOException e) {
      throw new StartException("cannot read " + webInf + ": " + Reason.of(e), e);
    }
    return new ApplicationClasses(places.toArray(URL[]::new));
  }

  private static URL url(Path place) throws MalformedURLException {
    return place.toUri().toURL();
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      Class<?> known = findLoadedClass(name);
      if (known != null) {
        return known;
      }
      try {
        return findClass(name);
      } catch (ClassNotFoundException e) {
        return super.loadClass(name, resolve);
      }
    }
  }

  @Override
  public URL getResource(String name) {
    URL own = findResource(name);
    return own == null ? super.getResource(name) : own;
  }

  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    List<URL> all = Collections.list(findResources(name));
    all.addAll(Collections.list(getParent().getResources(name)));
    return Collections.enumeration(all);
  }

  /** For one context, which ends its loader with itself. */
  WebappLoader forContext() {
    return new ContextLoader(this);
  }

  /** Hands out these classes by a loader of its own, which a context may take for its own. */
  private static final class ContextLoader extends WebappLoader {
    private final ClassLoader ofContext;

    private ContextLoader(ApplicationClasses shared) {

      this.ofContext = new ClassLoader("context", shared) {};
    }

    @Override
    public ClassLoader getClassLoader() {
      return ofContext;
    }

    @Override
    protected void startInternal() throws LifecycleException {
      setState(LifecycleState.STARTING);
    }

    @Override
    protected void stopInternal() throws LifecycleException {
      setState(LifecycleState.STOPPING);
    }
  }
}
