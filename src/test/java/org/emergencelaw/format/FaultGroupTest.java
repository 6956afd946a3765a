package org.emergencelaw.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FaultGroupTest {

    private static RowError percent(int line, String value) {
        return new RowError(
                line, "accuracy", value, "accuracy must be a number from 0 to 1", "did you mean 0." + line + "?");
    }

    @Test
    void errorsOfOneCauseAreOneLineWithTheirRows() {
        List<RowError> errors = new ArrayList<>();
        for (int line : new int[] {2, 3, 4, 5, 9, 11, 12}) errors.add(percent(line, "25." + line));
        errors.add(3, new RowError(4, "model", "", "model must not be empty", ""));

        assertThat(FaultGroup.of(errors))
                .extracting(FaultGroup::message)
                .containsExactly(
                        "lines 2 to 5, 9, 11, 12, column accuracy: accuracy must be a number from 0 to 1, first was"
                                + " \"25.2\"; did you mean 0.2?",
                        "line 4, column model: model must not be empty");
    }

    @Test
    void manyGapsAreCounted() {
        List<RowError> errors = new ArrayList<>();
        for (int line = 2; line < 60; line += 2) errors.add(percent(line, "7"));

        assertThat(FaultGroup.of(errors))
                .singleElement()
                .extracting(FaultGroup::place)
                .isEqualTo("lines 2, 4, 6, 8, 10, 12, 14, 16 and 21 more");
    }
}
