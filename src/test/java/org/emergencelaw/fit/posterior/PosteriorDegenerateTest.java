package org.emergencelaw.fit.posterior;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.emergencelaw.fit.SimulatedStudy;
import org.emergencelaw.fit.leastsquares.FitDesign;
import org.emergencelaw.law.EmergenceLawForm;
import org.emergencelaw.observation.Checkpoint;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Regime;
import org.emergencelaw.observation.Split;
import org.emergencelaw.statistics.SamplingDiagnostics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Designs that no sensible person would submit: finite draws and ordered percentiles all the same. */
class PosteriorDegenerateTest {

    private static final int[] SHOTS = {1, 2, 5, 8, 64};
    private static final int[] ITEMS = {1, 20, 1000, 2_000_000_000};
    private static final long[][] AMOUNTS = {
        {}, {2}, {1_000_000_000}, {2, 1_000_000_000}, {3, 4, 5, 6}, {100}, {50, 5000}, {100, 400, 1600, 6400}
    };

    static IntStream seeds() {
        return IntStream.range(0, 120);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void finiteWhateverTheDesign(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int shots = SHOTS[random.nextInt(SHOTS.length)];
        EmergenceLawForm form = random.nextInt(4) == 0 ? EmergenceLawForm.POWER : EmergenceLawForm.LOG_POWER;

        assertFinite(Posterior.sample(new FitDesign(shots, design(random, shots)), form, seed));
    }

    private static List<Observation> design(SplittableRandom random, int shots) {
        int checkpoints = 1 + random.nextInt(random.nextInt(3) == 0 ? 2 : 10), seeds = 1 + random.nextInt(3);
        int losses = random.nextInt(5), accuracies = random.nextInt(7), items = ITEMS[random.nextInt(ITEMS.length)];
        long[] amounts = AMOUNTS[random.nextInt(AMOUNTS.length)];
        boolean fewShot = amounts.length == 0 || random.nextInt(4) > 0;
        double constant = random.nextDouble();
        List<Observation> rows = new ArrayList<>();
        for (int c = 0; c < checkpoints; c++) {
            double loss = loss(losses, random);
            Checkpoint checkpoint = SimulatedStudy.checkpoint("m" + c, 1e20, loss);
            if (fewShot) rows.add(row(checkpoint, shots, 0, accuracy(accuracies, c, loss, constant, random), items));
            for (long amount : amounts)
                for (int s = 1; s <= seeds; s++)
                    rows.add(row(checkpoint, amount, s, accuracy(accuracies, c, loss, constant, random), items));
        }
        return rows;
    }

    private static double loss(int kind, SplittableRandom random) {
        return switch (kind) {
            case 0 -> 2;
            case 1 -> 0.01;
            case 2 -> 20;
            case 3 -> random.nextDouble(1.8, 2.4);
            default -> random.nextDouble(0.01, 20);
        };
    }

    private static double accuracy(int kind, int checkpoint, double loss, double constant, SplittableRandom random) {
        return switch (kind) {
            case 0 -> 0;
            case 1 -> 1;
            case 2 -> constant;
            case 3 -> random.nextDouble();
            case 4 -> random.nextInt(2);
            case 5 -> checkpoint == 0 ? 1 : 0;
            default -> Math.max(0, Math.min(1, 0.25 + 0.8 * Math.max(0, 2.2 - loss) + random.nextGaussian(0, 0.02)));
        };
    }

    /** Seed 0 stands for few-shot. */
    private static Observation row(Checkpoint checkpoint, long examples, int seed, double accuracy, int items) {
        double measured = items > 1000 ? accuracy : Math.rint(accuracy * items) / items;
        Regime regime = seed == 0 ? Regime.FEW_SHOT : Regime.FINETUNED;
        return SimulatedStudy.row(checkpoint, regime, examples, seed, measured, items, Split.FIT);
    }

    @Test
    void tenThousandRowsTakeNoMoreThanSeconds() {
        List<Observation> rows = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(1);
        for (int c = 0; c < 10; c++) {
            Checkpoint checkpoint = SimulatedStudy.checkpoint("m" + c, 1e20, 1.9 + 0.06 * c);
            for (int s = 1; s <= 200; s++)
                for (long amount : new long[] {100, 400, 1600, 6400, 25600}) {
                    double over = 1.82 + 0.0074 * Math.pow(Math.log(amount), 1.8) - 1.9 - 0.06 * c;
                    double accuracy = 0.25 + 1.2 * Math.max(0, over) + random.nextGaussian(0, 0.01);
                    rows.add(row(checkpoint, amount, s, Math.max(0, Math.min(1, accuracy)), 2_000_000));
                }
        }
        FitDesign data = new FitDesign(5, rows);
        long start = System.nanoTime();

        PosteriorSample sample = Posterior.sample(data, EmergenceLawForm.LOG_POWER, 1);

        // about 0.6 s alone on a core; the test machine is shared
        assertThat((System.nanoTime() - start) / 1e9).isLessThan(10);
        assertFinite(sample);
        assertThat(sample.diagnostics().scheme()).isEqualTo(SamplingDiagnostics.Scheme.IMPORTANCE);
        // truth: 1.82 + 0.0074 (ln 5)^1.8
        assertThat(sample.emergence().probabilityBelow(1.8374)).isBetween(0.001, 0.999);
    }

    private static void assertFinite(PosteriorSample sample) {
        for (EmergenceParameters draw : sample.draws()) {
            DoubleStream all = DoubleStream.of(
                    draw.elbowMax(),
                    draw.gap(),
                    draw.shape(),
                    draw.slope(),
                    draw.floor(),
                    draw.fewShotShift(),
                    draw.runNoise(),
                    draw.subsetSd(),
                    sample.curve(draw).emergenceLossNats());
            assertThat(all.allMatch(Double::isFinite)).as(draw.toString()).isTrue();
            assertThat(draw.floor()).isBetween(0.0, 1.0);
            assertThat(draw.slope()).isPositive();
            assertThat(draw.gap()).isPositive();
        }
        double below = Double.NEGATIVE_INFINITY;
        for (double p : new double[] {0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95}) {
            assertThat(sample.emergence().quantile(p)).isFinite().isGreaterThanOrEqualTo(below);
            below = sample.emergence().quantile(p);
        }
        assertThat(sample.diagnostics().effectiveDraws()).isGreaterThan(100);
        assertThat(sample.diagnostics().logEvidence()).isFinite();
    }
}
