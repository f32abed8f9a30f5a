package org.msilo.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.msilo.testing.NotStandalone;

/** docs/security.md names the libraries that ride in the war, and no others. */
@NotStandalone("looks into the executable war")
class WarLibrariesIT {
  private static final Path WAR = Path.of(System.getProperty("war"));
  private static final Path DOCUMENT = Path.of("docs", "security.md");
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  @Test
  void libraries_of_the_application_are_in_the_document() throws Exception {
    assertThat(documented("**The application**")).isEqualTo(inWar("WEB-INF/lib/"));
  }

  @Test
  void libraries_of_the_container_are_in_the_document() throws Exception {
    assertThat(documented("**The container**")).isEqualTo(inWar("META-INF/container/"));
  }

  private static Set<String> inWar(String folder) throws IOException {
    try (JarFile war = new JarFile(WAR.toFile())) {
      return war.stream()
          .map(entry -> entry.getName())
          .filter(name -> name.startsWith(folder) && name.endsWith(".jar"))
          .map(name -> name.substring(folder.length(), name.length() - ".jar".length()))
          .collect(Collectors.toSet());
    }
  }

  /** The names between the folder, which stands in brackets, and the end of the line. */
  private static Set<String> documented(String heading) throws IOException {
    List<String> lines =
        Files.readAllLines(DOCUMENT).stream().filter(line -> line.startsWith(heading)).toList();
    assertThat(lines).hasSize(1);
    String list = lines.get(0).substring(lines.get(0).indexOf("): ") + 3);
    return CODE.matcher(list)
        .results()
        .map((MatchResult result) -> result.group(1))
        .collect(Collectors.toSet());
  }
}
