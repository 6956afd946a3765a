package org.emergencelaw;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameStartingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.URL;
import java.net.URLConnection;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** The rules of the house, each with sources of classes that break it. */
final class HouseRules {

    static final String ROOT = "org.emergencelaw";

    /** Most files that a room may hold. */
    static final int MAX_FILES = 25;

    /**
     * A rule.
     *
     * @param breach sources of classes, by name, that break it
     */
    record Rule(String name, ArchRule rule, Map<String, String> breach) {}

    private HouseRules() {}

    static List<Rule> all() {
        List<Rule> rules = new ArrayList<>();
        Rooms.ARROWS.forEach((room, below) -> rules.add(arrowsOf(room, below)));
        rules.add(noCircleOfRooms());
        rules.add(roomsAreSmall());
        rules.add(jdkAlone("law"));
        rules.add(jdkAlone("observation"));
        rules.add(livesOnlyIn(Set.of("cli"), "picocli", "me.tongfei.progressbar"));
        rules.add(livesOnlyIn(Set.of("web"), "io.javalin", "org.eclipse.jetty", "jakarta.servlet", "gg.jte"));
        rules.add(livesOnlyIn(Set.of("web"), "io.micrometer", "io.prometheus"));
        rules.add(livesOnlyIn(
                Set.of("store"),
                "java.sql",
                "javax.sql",
                "org.jdbi",
                "org.flywaydb",
                "com.zaxxer.hikari",
                "org.sqlite"));
        rules.add(livesOnlyIn(Set.of("workspace.memory", "web"), "com.github.benmanes"));
        rules.add(livesOnlyIn(Set.of("format"), "com.fasterxml.jackson.dataformat", "org.yaml.snakeyaml"));
        rules.add(livesOnlyIn(
                Set.of("ingest.container"),
                "org.apache.parquet",
                "blue.strategic.parquet",
                "org.apache.hadoop",
                "org.dhatim.fastexcel",
                "org.apache.commons.compress"));
        rules.add(noRequestLeavesTheService());
        rules.add(livesOnlyIn(
                Set.of("format", "config", "ingest", "store", "workspace", "report", "web", "cli"),
                "com.fasterxml.jackson"));
        rules.add(livesOnlyIn(Set.of("statistics", "fit"), "org.hipparchus"));
        rules.add(livesOnlyIn(
                Set.of(
                        "statistics",
                        "metric",
                        "fit",
                        "member",
                        "forecast",
                        "rival",
                        "backtest",
                        "benchmark",
                        "ledger",
                        "calibration"),
                "org.apache.commons.math3",
                "org.apache.commons.rng",
                "org.apache.commons.statistics",
                "org.apache.commons.numbers"));
        rules.add(livesOnlyIn(Set.of("web"), "org.commonmark"));
        rules.add(livesOnlyIn(Set.of("sweep.spark"), "org.apache.spark", "scala"));
        rules.add(livesOnlyIn(Set.of("lab"), "ai.djl"));
        rules.add(kernelsOfAFitStayInFit());
        rules.add(packagesAreNamedForTheProblem());
        rules.add(classesAreNamedForTheProblem());
        return rules;
    }

    private static Rule arrowsOf(String room, Set<String> below) {
        String[] allowed = below.stream().map(HouseRules::named).toArray(String[]::new);
        ArchRule rule = noClasses()
                .that()
                .resideInAPackage(named(room))
                .should()
                .dependOnClassesThat(resideInAPackage(ROOT + "..")
                        .and(not(resideInAPackage(named(room))))
                        .and(not(resideInAnyPackage(allowed))))
                .allowEmptyShould(true);
        return new Rule(
                room + " uses nothing of this project but itself and " + new TreeSet<>(below),
                rule,
                uses(named(room), ROOT + ".attic"));
    }

    /** With it no circle of classes can cross a room, either: such a circle would be one of rooms. */
    private static Rule noCircleOfRooms() {
        ArchRule rule = slices().assignedFrom(eachPackage()).should().beFreeOfCycles();
        Map<String, String> circle = new TreeMap<>(uses(named("law"), named("metric")));
        circle.put(named("metric") + ".Used", source(named("metric"), "Used", named("law") + ".Breach"));
        return new Rule("no circle of rooms", rule, circle);
    }

    private static SliceAssignment eachPackage() {
        return new SliceAssignment() {
            @Override
            public SliceIdentifier getIdentifierOf(JavaClass type) {
                return type.getPackageName().startsWith(ROOT)
                        ? SliceIdentifier.of(type.getPackageName())
                        : SliceIdentifier.ignore();
            }

            @Override
            public String getDescription() {
                return "rooms";
            }
        };
    }

    private static Rule roomsAreSmall() {
        Map<String, String> crowd = new TreeMap<>();
        IntStream.rangeClosed(0, MAX_FILES)
                .mapToObj(i -> "Crowd" + i)
                .forEach(name -> crowd.put(named("law." + name), source(named("law"), name, "Object")));
        return new Rule(
                "a room holds at most " + MAX_FILES + " files", classes().should(new HoldFewFiles()), crowd);
    }

    private static final class HoldFewFiles extends ArchCondition<JavaClass> {

        private final Map<String, Set<String>> files = new TreeMap<>();

        HoldFewFiles() {
            super("stand in a room of at most " + MAX_FILES + " files");
        }

        @Override
        public void check(JavaClass type, ConditionEvents events) {
            if (type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
                files.computeIfAbsent(type.getPackageName(), room -> new TreeSet<>())
                        .add(type.getSimpleName());
        }

        @Override
        public void finish(ConditionEvents events) {
            files.forEach((room, names) -> {
                if (names.size() > MAX_FILES)
                    events.add(SimpleConditionEvent.violated(room, room + " holds " + names.size() + " files"));
            });
        }
    }

    private static Rule jdkAlone(String room) {
        ArchRule rule = classes()
                .that()
                .resideInAPackage(within(room))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "org.jspecify.annotations..", within(room));
        return new Rule(room + " uses the JDK alone", rule, uses(named(room), "org.somewhere"));
    }

    private static Rule livesOnlyIn(Set<String> homes, String... libraries) {
        ArchRule rule = noClasses()
                .that()
                .resideOutsideOfPackages(homes.stream().map(HouseRules::within).toArray(String[]::new))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        Arrays.stream(libraries).map(name -> name + "..").toArray(String[]::new));
        Map<String, String> breach = libraries[0].startsWith("java")
                ? Map.of(named("law.Breach"), source(named("law"), "Breach", libraries[0] + ".Connection"))
                : uses(named("law"), libraries[0]);
        return new Rule(Arrays.toString(libraries) + " in " + new TreeSet<>(homes) + " alone", rule, breach);
    }

    /** Files of trackers and programs come in by hand; only the command line asks a service, the one that it is told. */
    private static Rule noRequestLeavesTheService() {
        ArchRule rule = noClasses()
                .that()
                .resideOutsideOfPackage(within("cli"))
                .should()
                .dependOnClassesThat(resideInAPackage("java.net.http..")
                        .or(assignableTo(URLConnection.class))
                        .or(assignableTo(Socket.class)))
                .orShould()
                .callMethod(URL.class, "openStream")
                // one that a client opened may be asked whether the client is still there
                .orShould()
                .callMethod(SocketChannel.class, "open")
                .orShould()
                .callMethod(SocketChannel.class, "open", SocketAddress.class)
                .orShould()
                .callMethod(SocketChannel.class, "connect", SocketAddress.class);
        return new Rule(
                "no request leaves the service",
                rule,
                Map.of(named("law.Breach"), source(named("law"), "Breach", "java.net.http.HttpClient")));
    }

    /** They are public for the rooms beside them; a hinge through few-shot rows is what others may use, too. */
    private static Rule kernelsOfAFitStayInFit() {
        ArchRule rule = noClasses()
                .that()
                .resideOutsideOfPackages(within("fit"), within("calibration"))
                .should()
                .dependOnClassesThat(resideInAnyPackage(named("fit.leastsquares"), named("fit.posterior"))
                        .and(not(nameStartingWith(Rooms.HINGE))));
        return new Rule(
                "fit.leastsquares and fit.posterior serve fit and calibration",
                rule,
                uses(named("forecast"), named("fit.posterior")));
    }

    private static Rule packagesAreNamedForTheProblem() {
        ArchRule rule = noClasses()
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
                        "..helpers..");
        return new Rule(
                "packages are named for the problem",
                rule,
                Map.of(named("util.Breach"), source(named("util"), "Breach", "Object")));
    }

    private static Rule classesAreNamedForTheProblem() {
        ArchRule rule = noClasses().should().haveNameMatching(".*(Impl|Utils?|Helpers?|Manager|Dto|DTO|Service)");
        return new Rule(
                "classes are named for the problem",
                rule,
                Map.of(named("law.LawManager"), source(named("law"), "LawManager", "Object")));
    }

    /** Two classes, of which the first uses the second. */
    private static Map<String, String> uses(String here, String there) {
        return Map.of(
                here + ".Breach", source(here, "Breach", there + ".Used"),
                there + ".Used", source(there, "Used", "Object"));
    }

    private static String source(String room, String name, String field) {
        return "package " + room + "; public class " + name + " { public " + field + " field; }";
    }

    static String named(String room) {
        return ROOT + "." + room;
    }

    private static String within(String room) {
        return named(room) + "..";
    }
}
