package io.cordwood.tracker;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The directions {@code tracker ← protocol ← meters ← standalone}. */
@AnalyzeClasses(packages = "io.cordwood.tracker", importOptions = DoNotIncludeTests.class)
class DirectionsTest {
  private static final String DOOR = "io.cordwood.tracker";
  private static final String PROTOCOL = "io.cordwood.tracker.protocol";
  private static final String STANDALONE = "io.cordwood.tracker.standalone";
  private static final String JETTY = "org.eclipse.jetty..";

  @ArchTest
  static final ArchRule noPackagesUseOneAnother =
      slices().matching("io.cordwood.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule theDoorKnowsNothingOfWhatIsBuiltUponIt =
      noClasses()
          .that()
          .resideInAPackage(DOOR)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.cordwood.tracker.*..");

  @ArchTest
  static final ArchRule theProtocolHasNoSocket =
      classes()
          .that()
          .resideInAPackage(PROTOCOL)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("java..", "javax.crypto..", DOOR, PROTOCOL, "io.cordwood.swarm..");

  @ArchTest
  static final ArchRule nobodyNeedsTheProgram =
      noClasses()
          .that()
          .resideOutsideOfPackage(STANDALONE)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(STANDALONE);

  @ArchTest
  static final ArchRule rulesHoldNoSocket =
      noClasses()
          .that()
          .haveNameMatching(".*\\.(OutputRule|Aliveness|Admission|Forwarded)([.$].*)?")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(JETTY);
}
