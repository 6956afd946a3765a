package org.emergencelaw.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.TreeMap;
import org.emergencelaw.observation.Checkpoint;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Regime;
import org.junit.jupiter.api.Test;

class MeasureTest {

    private static Observation row(Map<String, String> notes) {
        Checkpoint checkpoint =
                Checkpoint.builder().family("f").model("m").pretrainLossNats(2).build();
        return Observation.builder()
                .task("t")
                .checkpoint(checkpoint)
                .regime(Regime.FEW_SHOT)
                .examples(5)
                .accuracy(0.25)
                .nEval(100)
                .notes(new TreeMap<>(notes))
                .build();
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
