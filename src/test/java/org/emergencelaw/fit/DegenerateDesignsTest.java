package org.emergencelaw.fit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.emergencelaw.fit.FitOptions.Method;
import org.emergencelaw.fit.loss.LossSource;
import org.emergencelaw.law.EmergenceLawForm;
import org.emergencelaw.law.LawDraw;
import org.emergencelaw.observation.Checkpoint;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Regime;
import org.emergencelaw.observation.Split;
import org.emergencelaw.observation.Task;
import org.emergencelaw.statistics.Percentiles;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Designs that no one would choose: each ends, by every method, in a verdict and finite numbers or none with a reason. */
public class DegenerateDesignsTest {

    /** Processor seconds that a design may take by one method, just-in-time compilers included. */
    private static final double MOST_SECONDS = 5;

    private static final double[] LOSSES = {0.01, 2, 2, 20};
    private static final double[] SPREADS = {1e-9, 1e-3, 0.3, 0.3, 1};
    private static final long[][] AMOUNTS = {
        {2, 1_000_000_000},
        {3, 4, 5, 6},
        {2, 3, 13, 100, 5000, 1_000_000_000},
        {100, 400, 1600, 6400},
        {100},
        {50, 5000}
    };
    private static final int[] ITEMS = {1, 20, 1000, 2_000_000_000};

    static IntStream designs() {
        return IntStream.range(0, 32);
    }

    /** A study that follows from its seed. */
    public record Design(Task task, List<Observation> rows, EmergenceLawForm form, boolean shift) {

        public static Design of(int seed) {
            SplittableRandom random = new SplittableRandom(seed);
            Task task = new Task("simulated", "accuracy", random.nextDouble(0, 0.9), random.nextInt(1, 12));
            List<Observation> rows = design(random, task.shots());
            EmergenceLawForm form = random.nextInt(3) > 0 ? EmergenceLawForm.LOG_POWER : EmergenceLawForm.POWER;
            return new Design(task, rows, form, random.nextBoolean());
        }
    }

    @ParameterizedTest
    @MethodSource("designs")
    void everyMethodEndsInAVerdict(int seed) {
        Design design = Design.of(seed);
        for (Method method : Method.values())
            fitSoundly(
                    "design " + seed,
                    design.task,
                    design.rows,
                    FitOptions.DEFAULT
                            .withLaw(design.form)
                            .withMethod(method)
                            .withFewShotShift(design.shift)
                            .withSeed(seed));
    }

    /** A chain that did not converge is an answer too, with the same soundness. */
    private static void fitSoundly(String name, Task task, List<Observation> rows, FitOptions options) {
        String design = name + ", " + rows.size() + " rows, " + options.method();
        double start = processorSeconds();
        try {
            EmergenceFit.WithDraws fitted = UsualStudy.fit(task, rows, options).fitted();
            assertSound(design, fitted.fit());
            assertSound(design, fitted);
        } catch (UnconvergedException unconverged) {
            assertThat(options.method()).as(design).isEqualTo(Method.MCMC);
            assertThat(unconverged.sampling().chain()).as(design).isNotEmpty();
            assertThat(unconverged.getMessage()).as(design).doesNotContain("NaN");
            assertSound(design, unconverged.estimate());
        }
        assertThat(processorSeconds() - start).as(design).isLessThan(MOST_SECONDS);
    }

    /** Of all threads: wall-clock time would measure what else the machine does. */
    private static double processorSeconds() {
        var system = (com.sun.management.OperatingSystemMXBean)
                java.lang.management.ManagementFactory.getOperatingSystemMXBean();
        return system.getProcessCpuTime() / 1e9;
    }

    private static List<Observation> design(SplittableRandom random, int shots) {
        double level = LOSSES[random.nextInt(LOSSES.length)], reach = level * SPREADS[random.nextInt(SPREADS.length)];
        long[] amounts = AMOUNTS[random.nextInt(AMOUNTS.length)];
        int kind = random.nextInt(10), checkpoints = random.nextInt(1, 12), seeds = random.nextInt(1, 4);
        int items = ITEMS[random.nextInt(ITEMS.length)], copies = random.nextInt(4) == 0 ? 3 : 1;
        boolean fewShot = random.nextInt(4) > 0;
        double keep = random.nextInt(3) == 0 ? 0.4 : 1;
        List<Observation> rows = new ArrayList<>();
        for (int c = 0; c < checkpoints; c++) {
            double depth = (c + 1.0) / checkpoints, loss = level + reach * depth;
            Checkpoint checkpoint = SimulatedStudy.checkpoint("c" + c, Math.pow(10, 18 + c / 2), loss);
            for (int l = fewShot ? -1 : 0; l < amounts.length; l++)
                for (int s = 1; s <= (l < 0 ? 1 : seeds); s++) {
                    if (random.nextDouble() > keep) continue;
                    double height = (l + 1.0) / (amounts.length + 1) - 0.2;
                    double accuracy = accuracy(kind, height - depth, c, random);
                    double measured = items > 1000 ? accuracy : Math.rint(accuracy * items) / items;
                    Observation row = SimulatedStudy.row(
                            checkpoint,
                            l < 0 ? Regime.FEW_SHOT : Regime.FINETUNED,
                            l < 0 ? shots : amounts[l],
                            s,
                            measured,
                            items,
                            Split.FIT);
                    for (int copy = 0; copy < copies; copy++) rows.add(row);
                }
        }
        return rows;
    }

    /** @param over how far the checkpoint is past the elbow, in ranges of the losses */
    private static double accuracy(int kind, double over, int checkpoint, SplittableRandom random) {
        double rise = Math.max(0, over);
        double value = switch (kind) {
            case 0 -> 0;
            case 1 -> 1;
            case 2 -> 0.4;
            case 3 -> random.nextInt(2);
            case 4 -> random.nextDouble();
            case 5 -> checkpoint == 0 ? 1 : 0;
            case 6 -> 0.25 + 0.7 * rise;
            case 7 -> over > 0 ? 1 : 0;
            case 8 -> 0.9 - rise;
            default -> 0.25 + 0.8 * rise + random.nextGaussian(0, 0.02);
        };
        return Math.max(0, Math.min(1, value));
    }

    /**
     * Half of the rows taken away at random: in most studies the 90% interval grows, by whatever method. The median, for where a
     * study is hardly identified single widths say nothing.
     */
    @ParameterizedTest
    @CsvSource({"POSTERIOR, 20", "MCMC, 8", "BOOTSTRAP, 20", "BOOTSTRAP_GROUPS, 20", "BOOTSTRAP_RESIDUALS, 20"})
    void fewerRowsMakeNoNarrowerIntervals(Method method, int studies) {
        List<Double> growth = new ArrayList<>();
        for (int seed = 0; seed < studies; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            SimulatedStudy study = SimulatedStudy.of(random, 8, 4, 2, 3, 0.01);
            List<Observation> fewer = study.observations().stream()
                    .filter(row -> random.nextBoolean())
                    .toList();
            double all = width(study.task(), study.observations(), method), some = width(study.task(), fewer, method);
            if (Double.isNaN(all)) continue;
            // an interval that is withheld from what is left would have been wide
            growth.add(Math.log(Double.isNaN(some) ? 2 : some / all));
        }
        assertThat(growth).hasSizeGreaterThan(studies / 2);
        Collections.sort(growth);
        assertThat(growth.get(growth.size() / 2)).as(growth.toString()).isPositive();
    }

    /** Of the 90% interval, nats; NaN where there is none. */
    private static double width(Task task, List<Observation> rows, Method method) {
        try {
            Percentiles loss = UsualStudy.fit(task, rows, FitOptions.DEFAULT.withMethod(method))
                    .fit()
                    .emergence()
                    .lossNats();
            return loss.q95().orElse(Double.NaN) - loss.q05().orElse(Double.NaN);
        } catch (UnconvergedException unconverged) {
            return Double.NaN;
        }
    }

    private static void assertSound(String design, EmergenceFit fit) {
        for (Percentiles estimate :
                List.of(fit.emergence().lossNats(), fit.emergence().trainFlops())) {
            double last = Double.NEGATIVE_INFINITY;
            for (var quantile : List.of(
                    estimate.q05(),
                    estimate.q10(),
                    estimate.q25(),
                    estimate.median(),
                    estimate.q75(),
                    estimate.q90(),
                    estimate.q95())) {
                if (quantile.isEmpty()) {
                    assertThat(estimate.reason()).as(design).isPresent();
                    continue;
                }
                assertThat(quantile.getAsDouble()).as(design).isFinite().isGreaterThanOrEqualTo(last);
                last = quantile.getAsDouble();
            }
        }
        fit.emergence().lossNatsCdf().ifPresent(points -> {
            for (int i = 1; i < points.size(); i++)
                assertThat(points.get(i).lossNats())
                        .as(design)
                        .isFinite()
                        .isGreaterThanOrEqualTo(points.get(i - 1).lossNats());
        });
        assertThat(fit.emergence().lossNatsCdf().isPresent())
                .as(design)
                .isEqualTo(fit.emergence().lossNats().median().isPresent());
        fit.law().ifPresent(law -> {
            assertThat(List.of(law.law().k(), law.law().c(), law.slope(), law.floor(), law.fewShotShift()))
                    .as(design)
                    .allMatch(Double::isFinite);
            assertThat(law.standardErrors().values()).as(design).allMatch(Double::isFinite);
        });
        fit.diagnostics().ifPresent(diagnostics -> {
            assertThat(diagnostics.residualSd()).as(design).isFinite();
            assertThat(diagnostics.signalP()).as(design).isBetween(0.0, 1.0);
        });
        assertThat(fit.summary()).as(design).isNotBlank().doesNotContain("NaN").doesNotContain("Infinity");
        boolean resampled = fit.method() != Method.POSTERIOR && fit.verdict() == Verdict.NOT_IDENTIFIED;
        if (resampled || fit.verdict() == Verdict.NO_SIGNAL)
            assertThat(fit.emergence().lossNats().median()).as(design).isEmpty();
    }

    private static void assertSound(String design, EmergenceFit.WithDraws fitted) {
        for (LawDraw draw : fitted.draws()) {
            assertThat(draw.emergenceLossNats()).as(design).isFinite();
            assertThat(draw.runNoise()).as(design).isFinite();
            if (draw.lossLaw().isPresent())
                assertThat(draw.emergenceFlops(LossSource.DEFAULT.path()))
                        .as(design)
                        .isNotNaN();
        }
        EmergenceFit fit = fitted.fit();
        if (fit.method() != Method.MLE)
            assertThat(fitted.draws().isEmpty())
                    .as(design)
                    .isEqualTo(fit.emergence().lossNats().median().isEmpty());
    }

    @ParameterizedTest
    @EnumSource(Method.class)
    void tenThousandRowsFitWithinSeconds(Method method) {
        SimulatedStudy study = SimulatedStudy.of(new SplittableRandom(1), 10, 6, 166, 3, 0.01);
        List<Observation> rows = study.observations();
        assertThat(rows.size()).isGreaterThan(9_900);

        fitSoundly("10,000 rows", study.task(), rows, FitOptions.DEFAULT.withMethod(method));
    }
}
