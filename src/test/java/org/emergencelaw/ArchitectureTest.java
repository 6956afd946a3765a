package org.emergencelaw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the house to its rules, and every rule to being able to fail. */
class ArchitectureTest {

    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(HouseRules.ROOT);

    private static final JavaCompiler JAVAC = ToolProvider.getSystemJavaCompiler();

    /** One for all breaches: to open the JDK's own classes takes longer than to compile one. */
    private static final StandardJavaFileManager FILES = JAVAC.getStandardFileManager(null, null, null);

    @AfterAll
    static void close() throws IOException {
        FILES.close();
    }

    static Stream<HouseRules.Rule> rules() {
        return HouseRules.all().stream();
    }

    @Test
    void everyRoomStandsInTheTable() {
        Set<String> found = HOUSE.stream().map(JavaClass::getPackageName).collect(Collectors.toSet());

        assertThat(found)
                .isEqualTo(Rooms.ARROWS.keySet().stream().map(HouseRules::named).collect(Collectors.toSet()));
    }

    @Test
    void theTableIsInOrderFromTheGroundUp() {
        List<String> rooms = new ArrayList<>(Rooms.ARROWS.keySet());
        Rooms.ARROWS.forEach((room, below) -> assertThat(rooms.subList(0, rooms.indexOf(room)))
                .as("rooms below " + room)
                .containsAll(below));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void theHouseKeepsTheRule(HouseRules.Rule rule) {
        rule.rule().as(rule.name()).check(HOUSE);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void theRuleCanFail(HouseRules.Rule rule, @TempDir Path folder) throws IOException {
        JavaClasses broken = compiled(rule.breach(), folder);

        assertThatThrownBy(() -> rule.rule().check(broken)).isInstanceOf(AssertionError.class);
    }

    private static JavaClasses compiled(Map<String, String> sources, Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Map.Entry<String, String> source : sources.entrySet()) {
            Path file = folder.resolve(source.getKey().replace('.', '/') + ".java");
            Files.createDirectories(file.getParent());
            files.add(Files.writeString(file, source.getValue()));
        }
        List<String> options = List.of("-proc:none", "-cp", folder.toString(), "-d", folder.toString());
        boolean sound = JAVAC.getTask(null, FILES, null, options, null, FILES.getJavaFileObjectsFromPaths(files))
                .call();
        assertThat(sound).as("the breach compiles").isTrue();
        return new ClassFileImporter().importPath(folder);
    }
}
