package org.emergencelaw;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A test of what an SQLite file has and a server has not: where tests run on PostgreSQL it is passed over, and the report says why. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(OfFilesAlone.Condition.class)
public @interface OfFilesAlone {

    /** Why. */
    String value();

    /** Of JUnit. */
    final class Condition implements ExecutionCondition {

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return context.getElement()
                    .filter(of -> TestDatabase.isOfServer())
                    .flatMap(of -> Optional.ofNullable(of.getAnnotation(OfFilesAlone.class)))
                    .map(of -> ConditionEvaluationResult.disabled("of files alone: " + of.value()))
                    .orElseGet(() -> ConditionEvaluationResult.enabled("on either database"));
        }
    }
}
