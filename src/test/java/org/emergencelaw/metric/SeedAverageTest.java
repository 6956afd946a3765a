package org.emergencelaw.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.OptionalDouble;
import org.emergencelaw.fit.UsualStudy;
import org.emergencelaw.observation.Checkpoint;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Regime;
import org.emergencelaw.statistics.Accuracy;
import org.junit.jupiter.api.Test;

class SeedAverageTest {

    private static Observation row(
            String model, double loss, Regime regime, long examples, long seed, double accuracy) {
        OptionalDouble none = OptionalDouble.empty();
        Checkpoint checkpoint = Checkpoint.builder()
                .family("f")
                .model(model)
                .trainFlops(1e20)
                .pretrainLossNats(loss > 0 ? OptionalDouble.of(loss) : none)
                .lossCorpus("c")
                .build();
        return Observation.builder()
                .task("t")
                .checkpoint(checkpoint)
                .regime(regime)
                .examples(examples)
                .seed(seed)
                .accuracy(accuracy)
                .nEval(100)
                .build();
    }

    @Test
    void seedsOfOneCheckpointAndDataAmountBecomeOnePoint() {
        List<SeedAverage> means = SeedAverage.of(
                5,
                UsualStudy.rows(List.of(
                        row("a", 2.5, Regime.FINETUNED, 100, 1, 0.30),
                        row("a", 2.5, Regime.FINETUNED, 100, 2, 0.40),
                        row("a", 2.5, Regime.FINETUNED, 400, 1, 0.50))));

        assertThat(means).hasSize(2);
        assertThat(means.get(0).accuracy()).isCloseTo(0.35, within(1e-12));
        assertThat(means.get(0).seeds()).isEqualTo(2);
        assertThat(means.get(0).items()).isEqualTo(200);
        assertThat(means.get(0).wilson90()).isEqualTo(new Accuracy(70, 200).wilson(0.9));
        assertThat(means.get(1).examples()).isEqualTo(400);
    }

    @Test
    void fewShotComesFirstAndWeakestModelsFirst() {
        List<SeedAverage> means = SeedAverage.of(
                5,
                UsualStudy.rows(List.of(
                        row("strong", 2.0, Regime.FINETUNED, 100, 1, 0.3),
                        row("weak", 2.5, Regime.FINETUNED, 100, 1, 0.3),
                        row("weak", 2.5, Regime.FEW_SHOT, 5, 1, 0.3))));

        assertThat(means)
                .extracting(SeedAverage::regime)
                .containsExactly(Regime.FEW_SHOT, Regime.FINETUNED, Regime.FINETUNED);
        assertThat(means).extracting(SeedAverage::model).containsExactly("weak", "weak", "strong");
    }

    @Test
    void otherShotsAreLeftOutAndAModelWithoutALossIsNot() {
        List<SeedAverage> means = SeedAverage.of(
                5,
                UsualStudy.rows(List.of(
                        row("no loss", 0, Regime.FINETUNED, 100, 1, 0.3),
                        row("other shots", 2.5, Regime.FEW_SHOT, 8, 1, 0.3))));

        assertThat(means).extracting(SeedAverage::model).containsExactly("no loss");
        assertThat(means.get(0).pretrainLossNats()).isEmpty();
    }
}
