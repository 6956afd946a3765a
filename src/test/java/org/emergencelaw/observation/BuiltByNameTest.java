package org.emergencelaw.observation;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaConstructorCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records of many components are put together by name, in tests too: a new component then changes one call. */
class BuiltByNameTest {

    private static final JavaClasses ALL = read(importer -> importer.importPackages("org.emergencelaw"));

    /** Breaks the rule on purpose, with a record that need not keep it. */
    private static final class ByPosition {
        static Task task() {
            return new Task("t", "accuracy", 0.25, 5);
        }
    }

    /** Who calls whose constructor stands in the class that calls: what a class is a kind of need not be looked up. */
    private static JavaClasses read(Function<ClassFileImporter, JavaClasses> what) {
        return ArchConfiguration.withThreadLocalScope(configuration -> {
            configuration.setResolveMissingDependenciesFromClassPath(false);
            return what.apply(new ClassFileImporter());
        });
    }

    private static ArchRule builtByName(Class<?> type) {
        return noClasses()
                .that()
                .doNotHaveFullyQualifiedName(type.getName() + "$Builder")
                .should()
                .callConstructorWhere(describe(
                        "it is that of " + type.getSimpleName(),
                        (JavaConstructorCall call) -> call.getTargetOwner().isEquivalentTo(type)));
    }

    @ParameterizedTest
    @ValueSource(classes = {Observation.class, Checkpoint.class, KnownModel.class})
    void onlyTheBuilderCallsTheConstructor(Class<?> type) {
        builtByName(type).check(ALL);
    }

    @Test
    void theRuleCanFail() {
        assertThat(ByPosition.task().name()).isEqualTo("t");
        assertThat(builtByName(Task.class)
                        .evaluate(read(importer -> importer.importClasses(ByPosition.class)))
                        .hasViolation())
                .isTrue();
    }
}
