package org.emergencelaw;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Holds the floors of the house: a package uses only packages below it, and a library has one home. */
class ArchitectureTest {
    private static final String ROOT = "org.emergencelaw";

    /** Each package, and the packages it may use. */
    private static final Map<String, Set<String>> FLOORS = Map.ofEntries(
            Map.entry(
                    "cli",
                    Set.of(
                            "web",
                            "sweep",
                            "lab",
                            "store",
                            "ingest",
                            "forecast",
                            "fit",
                            "metric",
                            "law",
                            "observation")),
            Map.entry("web", Set.of("store", "ingest", "forecast", "fit", "metric", "law", "observation")),
            Map.entry("sweep", Set.of("ingest", "forecast", "fit", "law", "observation")),
            Map.entry("lab", Set.of("ingest", "metric", "observation")),
            Map.entry("store", Set.of("forecast", "fit", "metric", "law", "observation")),
            Map.entry("ingest", Set.of("metric", "law", "observation")),
            Map.entry("forecast", Set.of("fit", "metric", "law", "observation")),
            Map.entry("fit", Set.of("metric", "law", "observation")),
            Map.entry("metric", Set.of("observation")),
            Map.entry("law", Set.of()),
            Map.entry("observation", Set.of()));

    /** Packages that stand in the table before they are written. Take a name off in the change that writes it. */
    private static final Set<String> NOT_YET = Set.of("sweep");

    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    @Test
    void everyPackageOfTheTableIsThereAndNoOther() {
        Set<String> expected = new TreeSet<>(FLOORS.keySet());
        expected.removeAll(NOT_YET);

        Set<String> found =
                HOUSE.stream().map(JavaClass::getPackageName).collect(Collectors.toCollection(TreeSet::new));

        assertThat(found)
                .as(
                        "packages are flat, and each stands in FLOORS; those without a class, and no others, stand in NOT_YET")
                .isEqualTo(
                        expected.stream().map(ArchitectureTest::named).collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void aPackageUsesOnlyWhatIsBelowIt() {
        FLOORS.forEach((name, below) -> {
            String[] allowed = below.stream().map(ArchitectureTest::within).toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage(within(name))
                    .should()
                    .dependOnClassesThat(resideInAPackage(ROOT + "..")
                            .and(not(resideInAPackage(within(name))))
                            .and(not(resideInAnyPackage(allowed))))
                    .as(name + " uses nothing of this project but itself and " + new TreeSet<>(below))
                    .allowEmptyShould(NOT_YET.contains(name))
                    .check(HOUSE);
        });
    }

    @Test
    void lawUsesTheJdkAlone() {
        usesTheJdkAlone("law");
    }

    @Test
    void observationUsesTheJdkAlone() {
        usesTheJdkAlone("observation");
    }

    @Test
    void picocliAndTheProgressBarLiveInCli() {
        livesOnlyIn(Set.of("cli"), "picocli..", "me.tongfei.progressbar..");
    }

    @Test
    void theServerItsTemplatesAndItsMetersLiveInWeb() {
        livesOnlyIn(Set.of("web"), "io.javalin..", "org.eclipse.jetty..", "jakarta.servlet..", "gg.jte..");
        livesOnlyIn(Set.of("web"), "io.micrometer..", "io.prometheus..");
    }

    @Test
    void theDatabaseLivesInStore() {
        livesOnlyIn(
                Set.of("store"),
                "java.sql..",
                "javax.sql..",
                "org.jdbi..",
                "org.flywaydb..",
                "com.zaxxer.hikari..",
                "org.sqlite..");
    }

    @Test
    void fileFormatsLiveInIngest() {
        livesOnlyIn(Set.of("ingest"), "com.fasterxml.jackson.dataformat..", "org.yaml.snakeyaml..");
    }

    @Test
    void jsonStopsAtTheEdges() {
        livesOnlyIn(Set.of("ingest", "store", "web", "cli"), "com.fasterxml.jackson..");
    }

    @Test
    void hipparchusLivesInFit() {
        livesOnlyIn(Set.of("fit"), "org.hipparchus..");
    }

    @Test
    void statisticsLiveInFitForecastAndMetric() {
        livesOnlyIn(
                Set.of("fit", "forecast", "metric"),
                "org.apache.commons.math3..",
                "org.apache.commons.rng..",
                "org.apache.commons.statistics..",
                "org.apache.commons.numbers..");
    }

    @Test
    void sparkLivesInSweepAndDjlInLab() {
        livesOnlyIn(Set.of("sweep"), "org.apache.spark..");
        livesOnlyIn(Set.of("lab"), "ai.djl..");
    }

    @Test
    void packagesAreNamedForTheProblem() {
        noClasses()
                .should()
                .resideInAnyPackage(
                        "..service..",
                        "..services..",
                        "..util..",
                        "..utils..",
                        "..common..",
                        "..dto..",
                        "..model..",
                        "..impl..",
                        "..manager..",
                        "..helper..",
                        "..helpers..")
                .check(HOUSE);
    }

    @Test
    void classesAreNamedForTheProblem() {
        noClasses()
                .should()
                .haveNameMatching(".*(Impl|Utils?|Helpers?|Manager|Dto|DTO|Service)")
                .check(HOUSE);
    }

    private static void usesTheJdkAlone(String name) {
        classes()
                .that()
                .resideInAPackage(within(name))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "org.jspecify.annotations..", within(name))
                .check(HOUSE);
    }

    private static void livesOnlyIn(Set<String> homes, String... library) {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        homes.stream().map(ArchitectureTest::within).toArray(String[]::new))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(library)
                .check(HOUSE);
    }

    private static String named(String name) {
        return ROOT + "." + name;
    }

    private static String within(String name) {
        return named(name) + "..";
    }
}
