package org.emergencelaw.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.emergencelaw.fit.loss.LossLawPosterior;
import org.emergencelaw.law.ComputePath;
import org.emergencelaw.law.RunSize;
import org.emergencelaw.observation.Checkpoint;
import org.emergencelaw.statistics.Percentiles;
import org.junit.jupiter.api.Test;

/** A small part of the committed study, data/calibration/loss-law.csv. */
class LossCoverageStudyTest {

    @Test
    void intervalsHoldForFewAndManySizes() {
        for (int sizes : new int[] {1, 4}) {
            LossCoverageStudy.Coverage summary =
                    LossCoverageStudy.run(TrialRunner.HERE, SimulatedLossWorld.PARAMS_AND_TOKENS, sizes, 40, 10, 3);
            assertThat(summary.coverage()).as(sizes + " sizes").isGreaterThan(0.78);
        }
    }

    @Test
    void manySizesOverrideThePriorAndOneIsHonestlyWide() {
        double one = LossCoverageStudy.run(TrialRunner.HERE, SimulatedLossWorld.PARAMS_AND_TOKENS, 1, 20, 10, 4)
                .medianWidth();
        double eight = LossCoverageStudy.run(TrialRunner.HERE, SimulatedLossWorld.PARAMS_AND_TOKENS, 8, 20, 10, 4)
                .medianWidth();

        assertThat(one).isGreaterThan(2 * eight);
    }

    @Test
    void manyCleanCheckpointsGiveTheLawOverParamsAndTokensBack() {
        SimulatedLossWorld.Family family = SimulatedLossWorld.PARAMS_AND_TOKENS.draw(8, new SplittableRandom(5));
        List<Checkpoint> clean = family.checkpoints().stream()
                .map(c -> c.toBuilder()
                        .pretrainLossNats(family.law()
                                .lossNats(ComputePath.usual(6)
                                        .complete(c.params(), c.tokens(), c.trainFlops())
                                        .orElseThrow()))
                        .build())
                .toList();
        RunSize far = ComputePath.usual(6).at(100 * family.largest().trainFlops());
        double[] losses = LossLawPosterior.of(clean, 6).orElseThrow().sample(500, 1).stream()
                .mapToDouble(draw -> draw.law().lossNats(far))
                .sorted()
                .toArray();

        assertThat(Percentiles.quantile(losses, 0.5)).isCloseTo(family.law().lossNats(far), within(0.01));
        assertThat(Percentiles.quantile(losses, 0.95) - Percentiles.quantile(losses, 0.05))
                .isLessThan(0.05);
    }
}
