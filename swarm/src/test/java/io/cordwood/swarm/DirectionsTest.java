package io.cordwood.swarm;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/**
 * The directions {@code content ← wire ← rules ← lane}, with {@code ticket} and {@code limit}
 * beside them.
 */
@AnalyzeClasses(packages = "io.cordwood.swarm", importOptions = DoNotIncludeTests.class)
class DirectionsTest {
  private static final String CONTENT = "io.cordwood.swarm.content";
  private static final String WIRE = "io.cordwood.swarm.wire..";
  private static final String RULES = "io.cordwood.swarm.rules";
  private static final String LANE = "io.cordwood.swarm.lane";
  private static final String TICKET = "io.cordwood.swarm.ticket";
  private static final String LIMIT = "io.cordwood.swarm.limit";
  private static final String JAVA = "java..";
  private static final String JACKSON = "com.fasterxml.jackson..";

  @ArchTest
  static final ArchRule contentIsPlainJava = onlyUses(CONTENT, resideInAnyPackage(JAVA, CONTENT));

  @ArchTest
  static final ArchRule wireUsesContent =
      onlyUses(WIRE, resideInAnyPackage(JAVA, WIRE, CONTENT, JACKSON));

  @ArchTest
  static final ArchRule rulesUseWireAndContent =
      onlyUses(RULES, resideInAnyPackage(JAVA, RULES, WIRE, CONTENT));

  @ArchTest
  static final ArchRule lanesRunRules =
      onlyUses(LANE, resideInAnyPackage(JAVA, LANE, RULES, WIRE, CONTENT));

  @ArchTest
  static final ArchRule ticketsUseContent =
      onlyUses(TICKET, resideInAnyPackage(JAVA, TICKET, CONTENT, JACKSON, "com.nimbusds.."));

  @ArchTest
  static final ArchRule limitsArePlainJava = onlyUses(LIMIT, resideInAnyPackage(JAVA, LIMIT));

  private static ArchRule onlyUses(String user, DescribedPredicate<JavaClass> used) {
    return classes().that().resideInAPackage(user).should().onlyDependOnClassesThat(used);
  }
}
