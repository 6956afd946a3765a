package org.emergencelaw.fit.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import org.emergencelaw.fit.SimulatedStudy;
import org.emergencelaw.law.ComputeLossLaw;
import org.emergencelaw.law.ComputePath;
import org.emergencelaw.observation.Checkpoint;
import org.emergencelaw.statistics.Percentiles;
import org.junit.jupiter.api.Test;

class LossLawPosteriorTest {

    private static Optional<LossLawPosterior> posterior(List<Checkpoint> family) {
        return LossLawPosterior.of(family, 6);
    }

    private static List<Checkpoint> family(ComputeLossLaw law, int size, double noise, SplittableRandom random) {
        List<Checkpoint> family = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            double flops = 1e20 * Math.pow(300, (double) i / Math.max(1, size - 1));
            family.add(SimulatedStudy.checkpoint("c" + i, flops, law.lossNats(flops) + random.nextGaussian(0, noise)));
        }
        return family;
    }

    private static double[] lossesAt(LossLawPosterior posterior, double flops, int draws, long seed) {
        return posterior.sample(draws, seed).stream()
                .mapToDouble(draw -> draw.law().lossNats(ComputePath.usual(6).at(flops)))
                .sorted()
                .toArray();
    }

    private static double width(LossLawPosterior posterior, double flops) {
        double[] losses = lossesAt(posterior, flops, 2000, 1);
        return Percentiles.quantile(losses, 0.95) - Percentiles.quantile(losses, 0.05);
    }

    @Test
    void manyCleanCheckpointsGiveTheLawBack() {
        ComputeLossLaw law = new ComputeLossLaw(1.5, 1, 0.15, 1e20);
        LossLawPosterior posterior =
                posterior(family(law, 40, 1e-4, new SplittableRandom(1))).orElseThrow();

        assertThat(posterior.largestFlops()).isCloseTo(3e22, within(1e17));
        for (double ahead : new double[] {1, 10, 100}) {
            double flops = ahead * 3e22;
            assertThat(Percentiles.quantile(lossesAt(posterior, flops, 2000, 1), 0.5))
                    .isCloseTo(law.lossNats(flops), within(0.005));
            assertThat(posterior.mode().law().lossNats(ComputePath.usual(6).at(flops)))
                    .isCloseTo(law.lossNats(flops), within(0.01));
        }
    }

    @Test
    void fewerCheckpointsKnowLess() {
        ComputeLossLaw law = new ComputeLossLaw(1.5, 1, 0.15, 1e20);
        double last = Double.POSITIVE_INFINITY;
        for (int size : new int[] {1, 3, 10, 40}) {
            double width = width(
                    posterior(family(law, size, 0.005, new SplittableRandom(2))).orElseThrow(), 3e23);
            assertThat(width).isLessThan(last);
            last = width;
        }
    }

    /** 200 families, irreducible losses and exponents as varied as published ones. */
    @Test
    void ninetyPercentIntervalsHoldTheLossAtTenTimesTheCompute() {
        SplittableRandom random = new SplittableRandom(7);
        int held = 0;
        for (int i = 0; i < 200; i++) {
            ComputeLossLaw law = new ComputeLossLaw(
                    random.nextDouble(1.1, 1.8), random.nextDouble(0.6, 1.4), random.nextDouble(0.08, 0.3), 1e20);
            LossLawPosterior posterior =
                    posterior(family(law, random.nextInt(5, 13), 0.006, random)).orElseThrow();
            double[] losses = lossesAt(posterior, 3e23, 400, i);
            double truth = law.lossNats(3e23);
            if (truth >= Percentiles.quantile(losses, 0.05) && truth <= Percentiles.quantile(losses, 0.95)) held++;
        }
        assertThat(held / 200.0).isBetween(0.82, 0.98);
    }

    @Test
    void lossesThatRiseWithComputeStillGiveLaws() {
        List<Checkpoint> rising = new ArrayList<>();
        for (int i = 0; i < 6; i++) rising.add(SimulatedStudy.checkpoint("c" + i, 1e20 * (i + 1), 2 + 0.1 * i));
        LossLawPosterior posterior = posterior(rising).orElseThrow();

        assertFinite(posterior);
    }

    @Test
    void degenerateFamiliesStillGiveLaws() {
        List<List<Checkpoint>> families = List.of(
                List.of(SimulatedStudy.checkpoint("one", 1e20, 2)),
                List.of(SimulatedStudy.checkpoint("a", 1e20, 2), SimulatedStudy.checkpoint("b", 1e20, 2.5)),
                List.of(SimulatedStudy.checkpoint("a", 1e10, 2), SimulatedStudy.checkpoint("b", 1e25, 2)),
                List.of(SimulatedStudy.checkpoint("a", 1, 0.01), SimulatedStudy.checkpoint("b", 10, 0.009)),
                List.of(SimulatedStudy.checkpoint("a", 1e30, 20), SimulatedStudy.checkpoint("b", 1e20, 0.01)));
        for (List<Checkpoint> family : families) assertFinite(posterior(family).orElseThrow());
    }

    private static void assertFinite(LossLawPosterior posterior) {
        List<LossLawPosterior.LossDraw> draws = new ArrayList<>(posterior.sample(200, 3));
        draws.add(posterior.mode());
        for (LossLawPosterior.LossDraw draw : draws) {
            assertThat(draw.noiseNats()).isBetween(0.0, 1e3);
            for (double flops : new double[] {1e10, 1e20, 1e30})
                assertThat(draw.law().lossNats(ComputePath.usual(6).at(flops)))
                        .isNotNaN()
                        .isPositive();
        }
    }

    @Test
    void withoutComputeThereIsNoLaw() {
        Checkpoint noCompute =
                Checkpoint.builder().family("f").model("m").pretrainLossNats(2).build();
        Checkpoint noLoss =
                Checkpoint.builder().family("f").model("m").trainFlops(1e20).build();

        assertThat(posterior(List.of(noCompute, noLoss))).isEqualTo(Optional.empty());
        assertThat(posterior(List.of())).isEqualTo(Optional.empty());
    }

    @Test
    void theSameSeedAndAnyOrderGiveTheSameDraws() {
        List<Checkpoint> family = family(new ComputeLossLaw(1.5, 1, 0.15, 1e20), 8, 0.005, new SplittableRandom(4));
        double[] once = lossesAt(posterior(family).orElseThrow(), 1e23, 50, 9);
        Collections.shuffle(family, new Random(1));
        double[] again = lossesAt(posterior(family).orElseThrow(), 1e23, 50, 9);
        double[] other = lossesAt(posterior(family).orElseThrow(), 1e23, 50, 10);

        assertThat(again).isEqualTo(once);
        assertThat(Arrays.equals(other, once)).isFalse();
    }
}
