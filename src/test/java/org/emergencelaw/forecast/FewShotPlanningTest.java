package org.emergencelaw.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.emergencelaw.fit.FitOptions;
import org.emergencelaw.fit.FittedStudy;
import org.emergencelaw.fit.UsualStudy;
import org.emergencelaw.forecast.measurement.NextMeasurement;
import org.emergencelaw.member.StudyForecast;
import org.emergencelaw.observation.Checkpoint;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Regime;
import org.emergencelaw.observation.Split;
import org.emergencelaw.observation.Task;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Comparison, tornado, next measurement and two families of studies of few-shot rows: zero-shot, and without losses. */
class FewShotPlanningTest {

    /** Rises by 0.08 a doubling from 2 doublings before the strongest visible model; the two largest of ten are held out. */
    private static List<Observation> rows(boolean losses, int shots, double before) {
        List<Observation> rows = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            double flops = 1e18 * Math.pow(2, i);
            Checkpoint checkpoint = Checkpoint.builder()
                    .family("own")
                    .model("m" + i)
                    .trainFlops(flops)
                    .pretrainLossNats(losses ? OptionalDouble.of(2 + 1.5 * Math.pow(0.9, i)) : OptionalDouble.empty())
                    .build();
            rows.add(Observation.builder()
                    .task("t")
                    .checkpoint(checkpoint)
                    .regime(Regime.FEW_SHOT)
                    .examples(shots)
                    .seed(0)
                    .accuracy(0.25 + 0.08 * Math.max(0, i - 5 + before))
                    .nEval(2000)
                    .split(i >= 8 ? Split.HELD_OUT : Split.FIT)
                    .build());
        }
        return rows;
    }

    private static FittedStudy study(boolean losses, int shots, double before) {
        return UsualStudy.fit(new Task("t", "accuracy", 0.25, shots), rows(losses, shots, before), FitOptions.DEFAULT);
    }

    @ParameterizedTest
    @CsvSource({"true,5", "true,0", "false,5", "false,0"})
    void heldOutModelsAreComparedWithTheCombinedForecast(boolean losses, int shots) {
        HeldOutComparison comparison = HeldOutComparison.of(study(losses, shots, 0));

        assertThat(comparison.basis()).hasValue(StudyForecast.Basis.FEW_SHOT);
        assertThat(comparison.law()).isEmpty();
        assertThat(comparison.checkpoints()).hasSize(2);
        for (HeldOutComparison.HeldOut row : comparison.checkpoints()) {
            assertThat(row.predicted()).isPresent();
            assertThat(row.pReachesLevel().getAsDouble()).isBetween(0.2, 1.0);
            assertThat(row.byLaw()).isEmpty();
            assertThat(row.pretrainLossNats().isPresent()).isEqualTo(losses);
        }
        assertThat(comparison.checkpoints())
                .extracting(HeldOutComparison.HeldOut::reachedLevel)
                .containsExactly(true, true);
        assertThat(comparison.checkpoints().get(0).doublings().getAsDouble()).isCloseTo(1, within(0.2));
        assertThat(comparison.seen().isPresent()).isEqualTo(losses);
        // the hinge bends at the sixth model, two doublings before the eighth
        assertThat(comparison.seenDoublings().getAsDouble()).isCloseTo(-2, within(0.3));
        assertThat(comparison.errorTimesCompute().getAsDouble()).isBetween(0.3, 3.0);
        assertThat(comparison.summary()).contains("2 of 2 held-out checkpoints").contains("reached by 2 of them");
    }

    @ParameterizedTest
    @CsvSource({"true,5", "false,0"})
    void theTornadoHasWhatCanBeChanged(boolean losses, int shots) {
        PlannedRun plan = new PlannedRun(
                OptionalDouble.of(1e9), OptionalDouble.of(5e10), OptionalDouble.empty(), OptionalDouble.empty(), 1000);
        SensitivityTornado tornado = SensitivityTornado.of(study(losses, shots, 0), plan);

        assertThat(tornado.law()).isEmpty();
        assertThat(tornado.base().pReachesLevel()).isPresent();
        List<String> keys =
                tornado.bars().stream().map(SensitivityTornado.Bar::key).toList();
        assertThat(keys).contains("last_checkpoint", "path", "voices").doesNotContain("law_form", "exponent", "shots");
        assertThat(keys.contains("losses")).isEqualTo(losses);
        assertThat(tornado.mostOfProbability().swingProbability()).isBetween(0.0, 1.0);
    }

    @ParameterizedTest
    @CsvSource({"true,5", "false,0"})
    void theNextMeasurementIsToFinetuneThreeCheckpointsOrToTrainOneMore(boolean losses, int shots) {
        FittedStudy flat = study(losses, shots, -3);
        NextMeasurement next = NextMeasurement.of(flat).orElseThrow();

        assertThat(next.basis()).isEqualTo(StudyForecast.Basis.FEW_SHOT);
        assertThat(next.law()).isEmpty();
        assertThat(next.spreadDoublings()).isPositive();
        assertThat(next.candidates())
                .extracting(NextMeasurement.Option::key)
                .containsExactlyInAnyOrder("finetune_checkpoints", "checkpoint");
        NextMeasurement.Option finetune = next.candidates().stream()
                .filter(option -> option.key().equals("finetune_checkpoints"))
                .findFirst()
                .orElseThrow();
        assertThat(finetune.what())
                .isEqualTo("finetune these three checkpoints, m7, m5, m3, on 100, 1,000, 10,000 examples");
        assertThat(finetune.runs()).isEqualTo(9);
        assertThat(finetune.expectedNarrowing())
                .isCloseTo(1 - finetune.expectedSpreadDoublings() / next.spreadDoublings(), within(1e-12));
        assertThat(finetune.standardError()).isBetween(0.0, 0.3);
        assertThat(NextMeasurement.of(flat)).as("same seed, same numbers").hasValue(next);
    }

    @Test
    void twoFamiliesWithoutLossesRaceInCompute() {
        FamilyComparison race = FamilyComparison.of(
                new FamilyComparison.Entrant("early", study(false, 5, 1)),
                new FamilyComparison.Entrant("late", study(false, 5, -1)));

        assertThat(race.inLoss()).isEmpty();
        assertThat(race.inCompute().orElseThrow().pA()).isGreaterThan(0.9);
        assertThat(race.elbowInCompute().orElseThrow().pA()).isGreaterThan(0.5);
        assertThat(race.answer()).startsWith("early reaches 0.400 before late, at less compute, with probability ");
        assertThat(race.a().lossNats()).isEmpty();
        assertThat(race.a().reachedByFlops()).isSorted();
        assertThat(race.warnings()).isEmpty();
    }
}
