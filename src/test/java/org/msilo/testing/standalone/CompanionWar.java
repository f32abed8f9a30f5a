package org.msilo.testing.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;

/** A small SIP application of one servlet, packed as the war that stands beside msilo's. */
final class CompanionWar {
  private static final String DESCRIPTOR =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <sip-app xmlns="http://www.jcp.org/xml/ns/sipservlet" version="1.1">
        <app-name>%1$s</app-name>
        <servlet>
          <servlet-name>%1$s</servlet-name>
          <servlet-class>%2$s</servlet-class>
          <load-on-startup>1</load-on-startup>
        </servlet>
        <servlet-selection><main-servlet>%1$s</main-servlet></servlet-selection>
      </sip-app>
      """;

  private CompanionWar() {}

  /** Writes the application of this name; the first class is the servlet. */
  static void write(Path file, String name, Class<?>... classes) throws IOException {
    try (JarOutputStream war = new JarOutputStream(Files.newOutputStream(file))) {
      add(war, "WEB-INF/web.xml", Files.readAllBytes(Path.of("webapp/WEB-INF/web.xml")));
      String descriptor = DESCRIPTOR.formatted(name, classes[0].getName());
      add(war, "WEB-INF/sip.xml", descriptor.getBytes(UTF_8));
      for (Class<?> type : classes) {
        String entry = type.getName().replace('.', '/') + ".class";
        try (InputStream code = type.getResourceAsStream("/" + entry)) {
          add(war, "WEB-INF/classes/" + entry, code.readAllBytes());
        }
      }
    }
  }

  private static void add(JarOutputStream war, String name, byte[] bytes) throws IOException {
    war.putNextEntry(new ZipEntry(name));
    war.write(bytes);
    war.closeEntry();
  }
}
