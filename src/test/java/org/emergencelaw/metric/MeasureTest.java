package org.emergencelaw.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.emergencelaw.observation.Checkpoint;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Regime;
import org.emergencelaw.observation.Split;
import org.junit.jupiter.api.Test;

class MeasureTest {

    private static Observation row(Map<String, String> notes) {
        OptionalDouble none = OptionalDouble.empty();
        Checkpoint checkpoint = new Checkpoint("f", "m", none, none, none, OptionalDouble.of(2), "");
        return new Observation(
                "t",
                checkpoint,
                Regime.FEW_SHOT,
                5,
                0,
                0.25,
                OptionalInt.of(100),
                Split.FIT,
                "",
                "",
                new TreeMap<>(notes));
    }

    @Test
    void measuresAreReadFromTheNotesOfARow() {
        assertThat(Measure.of(row(Map.of("brier", "0.75", "log_likelihood", "-1.38", "note", "first try"))))
                .containsExactlyInAnyOrderEntriesOf(Map.of(Measure.BRIER, 0.75, Measure.LOG_LIKELIHOOD, -1.38));
        assertThat(Measure.of(row(Map.of()))).isEmpty();
    }

    @Test
    void aMeasureThatBreaksItsRuleIsNamed() {
        assertThatThrownBy(() -> Measure.of(row(Map.of("brier", "high"))))
                .hasMessage("brier must be a number from 0 to 2, was \"high\"");
    }
}
