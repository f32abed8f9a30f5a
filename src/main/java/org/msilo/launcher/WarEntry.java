package org.msilo.launcher;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.stream.Stream;

/**
 * A class of the war that runs beside libraries which the launcher's own classes cannot see. It has
 * one public static method, run, which returns an exit status.
 *
 * @param loader sees it and its libraries
 * @param name its name
 */
record WarEntry(ClassLoader loader, String name) {
  /** Runs it in this thread; returns the exit status. */
  int run(Object... arguments) throws StartException {
    Thread.currentThread().setContextClassLoader(loader);
    try {
      return (int) method().invoke(null, arguments);
    } catch (InvocationTargetException e) {
      throw new StartException("unexpected: " + e.getCause(), e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new StartException("this war is not complete: " + e, e);
    }
  }

  private Method method() throws ReflectiveOperationException {
    return Stream.of(loader.loadClass(name).getMethods())
        .filter(
            method -> method.getName().equals("run") && Modifier.isStatic(method.getModifiers()))
        .findFirst()
        .orElseThrow(() -> new NoSuchMethodException(name + ".run"));
  }
}
