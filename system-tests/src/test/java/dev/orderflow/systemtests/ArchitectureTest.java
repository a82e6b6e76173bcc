package dev.orderflow.systemtests;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import dev.orderflow.systemtests.violation.domain.LoggingManager;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The rules that keep the four services alike and their domains free. Each has been seen to bite.
 */
class ArchitectureTest {

  private static final JavaClasses PRODUCT =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(
              "dev.orderflow.events",
              "dev.orderflow.messaging",
              "dev.orderflow.http",
              "dev.orderflow.order",
              "dev.orderflow.inventory",
              "dev.orderflow.payment",
              "dev.orderflow.notification");

  private static final ArchRule DOMAINS_ARE_FREE =
      noClasses()
          .that()
          .resideInAPackage("..domain..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.kafka..",
              "org.springframework.kafka..",
              "org.springframework.web..",
              "org.springframework.http..",
              "jakarta.servlet..",
              "dev.orderflow.messaging..",
              "dev.orderflow.http..",
              "org.slf4j..");

  private static final ArchRule NAMES_SAY_SOMETHING =
      noClasses().should().haveNameMatching(".*(Impl|Manager|Helper|Utils?|Dto|DTO)$");

  static List<ArchRule> rules() {
    return List.of(
        DOMAINS_ARE_FREE,
        NAMES_SAY_SOMETHING,
        noClasses()
            .that()
            .resideInAPackage("dev.orderflow.events..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "org.springframework..", "org.apache.kafka..", "java.sql..", "jakarta.."),
        noClasses()
            .that(not(resideInAnyPackage("dev.orderflow.messaging..")))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..", "org.springframework.kafka.."),
        apart("order", "inventory", "payment", "notification"),
        apart("inventory", "order", "payment", "notification"),
        apart("payment", "order", "inventory", "notification"),
        apart("notification", "order", "inventory", "payment"),
        classes()
            .that()
            .resideInAPackage("dev.orderflow.messaging..")
            .should()
            .onlyDependOnClassesThat(
                not(
                    resideInAnyPackage(
                        "org.springframework.web..",
                        "jakarta.servlet..",
                        "dev.orderflow.http.."))));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void holds(ArchRule rule) {
    rule.check(PRODUCT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"order", "inventory", "payment", "notification"})
  void hasTheSameTreeInEachService(String service) {
    JavaPackage root = PRODUCT.getPackage("dev.orderflow." + service);

    assertThat(root.getSubpackages())
        .extracting(JavaPackage::getRelativeName)
        .contains("domain", "messaging", "web");
    assertThat(root.containsClassWithSimpleName(capitalized(service) + "Application")).isTrue();
    assertThat(root.containsClassWithSimpleName(capitalized(service) + "Settings")).isTrue();
    assertThat(root.getPackage("messaging").containsClassWithSimpleName("Listener")).isTrue();
    assertThat(root.getPackage("domain").getClasses()).hasSizeGreaterThan(3);
  }

  @Test
  void marksEveryPackageForNullSafety() {
    List<String> unmarked =
        Stream.of("events", "messaging", "http", "order", "inventory", "payment", "notification")
            .map(name -> PRODUCT.getPackage("dev.orderflow." + name))
            .flatMap(root -> Stream.concat(Stream.of(root), root.getSubpackagesInTree().stream()))
            .filter(ArchitectureTest::isWrittenByHand)
            .filter(it -> !it.isAnnotatedWith(NullMarked.class))
            .map(JavaPackage::getName)
            .toList();

    assertThat(unmarked).isEmpty();
  }

  @Test
  void bitesWhenADomainLogs() {
    JavaClasses violating = new ClassFileImporter().importClasses(LoggingManager.class);

    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> DOMAINS_ARE_FREE.check(violating));
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> NAMES_SAY_SOMETHING.check(violating));
  }

  // The mail templates become classes in packages of their own.
  private static boolean isWrittenByHand(JavaPackage it) {
    return it.getClasses().stream().anyMatch(type -> !type.getSimpleName().startsWith("Jte"));
  }

  private static ArchRule apart(String service, String... others) {
    return noClasses()
        .that()
        .resideInAPackage("dev.orderflow." + service + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            Stream.of(others).map(it -> "dev.orderflow." + it + "..").toArray(String[]::new));
  }

  private static String capitalized(String name) {
    return Character.toUpperCase(name.charAt(0)) + name.substring(1);
  }
}
