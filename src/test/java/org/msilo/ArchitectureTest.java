package org.msilo;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_FIELD_INJECTION;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Date;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rooms, the arrows between them, and what is forbidden in them. */
class ArchitectureTest {
  private static final JavaClasses MAIN =
      new ClassFileImporter().importPath(Path.of("target", "classes"));

  private static final Pattern ROOM =
      Pattern.compile("org\\.msilo\\.(?!launcher|demo|config|message).*");

  /** How ArchUnit names constructors. */
  private static final String CONSTRUCTOR = "<init>";

  private static final String[] PROGRAMS = {
    "org.msilo.launcher..", "org.msilo.demo..", "org.msilo.transfer..", "org.msilo.users.."
  };

  private static final String[] TABLES = {
    "org.msilo.store.jpa..", "org.msilo.location.jpa..", "org.msilo.auth.jpa.."
  };

  private static final Set<String> BANNED_ENDINGS =
      Set.of("Util", "Utils", "Manager", "Helper", "Impl", "Base", "Info", "Data");

  /** State machines whose state is their job; each says by what it is guarded. */
  private static final Set<String> STATEFUL =
      Set.of(
          "org.msilo.dump.Round",
          "org.msilo.sip.Gate",
          "org.msilo.sip.RelayedMessage",
          "org.msilo.store.GroupCommit",
          "org.msilo.maintenance.MaintenanceSchedule",
          "org.msilo.launcher.EmbeddedContainer",
          "org.msilo.launcher.FramedStream",
          "org.msilo.launcher.StartRecorder",
          "org.msilo.transfer.Progress",
          "org.msilo.transfer.ReceiptIds");

  @Test
  void arrows_point_inward() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .withOptionalLayers(true)
        .layer("app")
        .definedBy("org.msilo.app..", "org.msilo.transfer..", "org.msilo.users..")
        .layer("sip")
        .definedBy("org.msilo.sip..")
        .layer("maintenance")
        .definedBy("org.msilo.maintenance..")
        .layer("rooms")
        .definedBy(
            "org.msilo.intake..",
            "org.msilo.location..",
            "org.msilo.dump..",
            "org.msilo.notice..",
            "org.msilo.auth..")
        .layer("store")
        .definedBy("org.msilo.store..")
        .layer("message")
        .definedBy("org.msilo.message..", "org.msilo.limit..")
        .layer("metrics")
        .definedBy("org.msilo.metrics..")
        .layer("config")
        .definedBy("org.msilo.config..")
        .layer("launcher")
        .definedBy("org.msilo.launcher..", "org.msilo.demo..")
        .whereLayer("app")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("sip")
        .mayOnlyBeAccessedByLayers("app")
        .whereLayer("maintenance")
        .mayOnlyBeAccessedByLayers("app")
        .whereLayer("rooms")
        .mayOnlyBeAccessedByLayers("app", "sip", "maintenance")
        .whereLayer("store")
        .mayOnlyBeAccessedByLayers("app", "sip", "maintenance", "rooms")
        .whereLayer("metrics")
        .mayOnlyBeAccessedByLayers("app", "sip", "rooms", "store")
        .whereLayer("config")
        .mayOnlyBeAccessedByLayers("app", "launcher")
        .whereLayer("launcher")
        .mayNotBeAccessedByAnyLayer()
        .check(MAIN);
  }

  @Test
  void packages_are_free_of_cycles() {
    slices().matching("org.msilo.(**)").should().beFreeOfCycles().check(MAIN);
  }

  @Test
  void message_and_config_know_only_the_jdk_and_the_launcher_sees_no_room() {
    for (String room : new String[] {"message", "config"}) {
      classes()
          .that()
          .resideInAPackage("org.msilo." + room + "..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("java..", "org.msilo." + room + "..")
          .check(MAIN);
    }
    noClasses()
        .that()
        .resideInAnyPackage("org.msilo.launcher..", "org.msilo.demo..")
        .should()
        .dependOnClassesThat(
            describe("rooms", (JavaClass type) -> ROOM.matcher(type.getPackageName()).matches()))
        .check(MAIN);
  }

  @Test
  void each_foreign_api_has_its_rooms() {
    onlyIn("javax.servlet.sip..", "org.msilo.sip..", "org.msilo.app..", "org.msilo.launcher..");
    onlyIn("javax.servlet.http..", "org.msilo.console..", "org.msilo.launcher..");
    onlyIn("jakarta.persistence..", TABLES);
    onlyIn("javax.persistence..", "org.msilo.store.jpa..");
    onlyIn("org.hibernate..", TABLES);
    onlyIn("io.micrometer..", "org.msilo.metrics..");
    onlyIn("org.apache.catalina..", "org.msilo.launcher..");
    onlyIn("org.mobicents..", "org.msilo.launcher..");
    onlyIn("gov.nist..", "org.msilo.launcher..", "org.msilo.demo..");
    onlyIn("javax.sip..", "org.msilo.launcher..", "org.msilo.demo..");
  }

  @Test
  void time_comes_from_the_clock() {
    DescribedPredicate<JavaAccess<?>> readsTheTime =
        describe("reads the time itself", ArchitectureTest::readsTheTime);
    noClasses()
        .that()
        .resideOutsideOfPackages("org.msilo.app..", "org.msilo.launcher..", "org.msilo.demo..")
        .should()
        .accessTargetWhere(readsTheTime)
        .check(MAIN);
  }

  @Test
  void threads_are_made_in_app_and_other_programs() {
    noClasses()
        .that()
        .resideOutsideOfPackages(PROGRAMS)
        .and()
        .resideOutsideOfPackage("org.msilo.app..")
        .should()
        .accessTargetWhere(
            describe(
                "makes threads",
                access ->
                    access.getTargetOwner().isEquivalentTo(Executors.class)
                        || (access.getTargetOwner().isAssignableTo(Thread.class)
                            && access.getName().equals(CONSTRUCTOR))))
        .check(MAIN);
  }

  @Test
  void fields_are_final_and_statics_are_constants() {
    fields()
        .that()
        .areDeclaredInClassesThat(not(resideInAnyPackage("org.msilo.demo..")))
        .and()
        .areDeclaredInClassesThat(not(isMutableByNature()))
        .should()
        .beFinal()
        .check(MAIN);
    fields().that().areStatic().should().beFinal().check(MAIN);
  }

  @Test
  void names_say_what_the_type_does() {
    classes()
        .should(
            be(
                describe(
                    "without banned ending",
                    (JavaClass type) ->
                        BANNED_ENDINGS.stream()
                                .noneMatch(
                                    it -> type.getSimpleName().endsWith(it) && isOurs(type, it))
                            && !type.getSimpleName().startsWith("Abstract"))))
        .check(MAIN);
  }

  @Test
  void entities_stay_in_their_package() {
    DescribedPredicate<JavaClass> entity =
        describe("entity", type -> type.isAnnotatedWith("jakarta.persistence.Entity"));
    classes().that(entity).should().bePackagePrivate().check(MAIN);
    methods()
        .that()
        .arePublic()
        .and()
        .areDeclaredInClassesThat()
        .arePublic()
        .should()
        .notHaveRawReturnType(entity)
        .check(MAIN);
    assertThat(MAIN.stream().flatMap(type -> type.getCodeUnits().stream()))
        .filteredOn(ArchitectureTest::isVisibleOutside)
        .noneSatisfy(unit -> assertThat(unit.getRawParameterTypes()).anyMatch(entity));
  }

  @Test
  void standard_streams_belong_to_programs_and_nothing_is_injected_into_fields() {
    noClasses()
        .that()
        .resideOutsideOfPackages(PROGRAMS)
        .should(ACCESS_STANDARD_STREAMS)
        .check(MAIN);
    NO_CLASSES_SHOULD_USE_FIELD_INJECTION.check(MAIN);
  }

  @Test
  void every_package_has_a_package_info() throws IOException {
    for (String root : new String[] {"src/main/java", "src/test/java", "src/bench/java"}) {
      try (Stream<Path> tree = Files.walk(Path.of(root, "org", "msilo"))) {
        assertThat(tree.filter(ArchitectureTest::hasSources))
            .isNotEmpty()
            .filteredOn(folder -> !isSharedWithMain(folder))
            .allSatisfy(folder -> assertThat(folder.resolve("package-info.java")).exists());
      }
    }
  }

  /** A subclass of the container's "Manager" has that name of its parent. */
  private static boolean isOurs(JavaClass type, String ending) {
    return type.getRawSuperclass()
        .filter(parent -> !parent.getPackageName().startsWith("org.msilo"))
        .filter(parent -> parent.getSimpleName().endsWith(ending))
        .isEmpty();
  }

  private static void onlyIn(String api, String... rooms) {
    noClasses()
        .that()
        .resideOutsideOfPackages(rooms)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(api)
        .allowEmptyShould(true)
        .check(MAIN);
  }

  private static boolean readsTheTime(JavaAccess<?> access) {
    JavaClass owner = access.getTargetOwner();
    boolean noArguments =
        access instanceof JavaCall<?> call && call.getTarget().getRawParameterTypes().isEmpty();
    return (owner.getPackageName().equals("java.time")
            && access.getName().equals("now")
            && noArguments)
        || (owner.isEquivalentTo(System.class) && access.getName().equals("currentTimeMillis"))
        || (owner.isEquivalentTo(Date.class)
            && access.getName().equals(CONSTRUCTOR)
            && noArguments);
  }

  /** Entities are written by the persistence unit, servlets and listeners by the container. */
  private static DescribedPredicate<JavaClass> isMutableByNature() {
    return describe(
            "entity or state machine",
            (JavaClass type) ->
                type.isAnnotatedWith("jakarta.persistence.Entity")
                    || STATEFUL.contains(type.getFullName()))
        .or(assignableTo("javax.servlet.Servlet"))
        .or(assignableTo("java.util.EventListener"));
  }

  private static boolean isVisibleOutside(JavaCodeUnit unit) {
    return unit.getModifiers().contains(JavaModifier.PUBLIC)
        && unit.getOwner().getModifiers().contains(JavaModifier.PUBLIC);
  }

  private static boolean hasSources(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return Files.isDirectory(folder) && files.anyMatch(f -> f.toString().endsWith(".java"));
    } catch (IOException e) {
      return false;
    }
  }

  /** Tests and benchmarks of a room stand in the room's own package, whose sentence is in main. */
  private static boolean isSharedWithMain(Path folder) {
    Path main = Path.of("src/main/java");
    Path root = folder.subpath(0, main.getNameCount());
    return !root.equals(main)
        && Files.exists(main.resolve(root.relativize(folder)).resolve("package-info.java"));
  }
}
