package org.emergencelaw.fit.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.emergencelaw.fit.EmergenceFit;
import org.emergencelaw.fit.FitOptions;
import org.emergencelaw.fit.FitOptions.Method;
import org.emergencelaw.fit.SimulatedStudy;
import org.emergencelaw.fit.TidyCsv;
import org.emergencelaw.fit.UsualStudy;
import org.emergencelaw.fit.Verdict;
import org.emergencelaw.fit.diagnostics.PredictiveCheck.Residual;
import org.emergencelaw.fit.leastsquares.FitDesign;
import org.emergencelaw.fit.leastsquares.LeastSquares;
import org.emergencelaw.fit.leastsquares.ProfileInterval;
import org.emergencelaw.law.EmergenceLawForm;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Regime;
import org.emergencelaw.observation.Split;
import org.emergencelaw.observation.Task;
import org.emergencelaw.statistics.Percentiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Diagnostics against other code, and on studies that are wrong in a known way. */
class DiagnosticReportTest {

    private static final Task TASK = new Task("simulated", "accuracy", 0.25, 5);

    private static DiagnosticReport report(Task task, List<Observation> rows, Method method) {
        return DiagnosticReport.of(UsualStudy.fit(task, rows, FitOptions.DEFAULT.withMethod(method)));
    }

    /** Rows of the law with normal noise, each changed in a known way. */
    private static List<Observation> study(int seed, UnaryOperator<Double> law, double fewShotSlope) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Observation> rows = new ArrayList<>();
        for (int c = 0; c < 9; c++) {
            double loss = 1.8 + 0.08 * c;
            for (int l = 0; l <= 5; l++)
                for (int s = 1; s <= (l == 0 ? 1 : 2); s++) {
                    double examples = l == 0 ? 5 : 100 * Math.pow(4, l - 1);
                    double over = Math.max(0, 1.84 + 0.0074 * Math.pow(Math.log(examples), 1.8) - loss);
                    double mean = 0.25 + law.apply(over) * (l == 0 ? fewShotSlope : 1);
                    double accuracy = Math.max(0, Math.min(1, mean + 0.008 * random.nextGaussian()));
                    rows.add(SimulatedStudy.row(
                            SimulatedStudy.checkpoint("c" + c, 1e22 / Math.pow(2, c), loss),
                            l == 0 ? Regime.FEW_SHOT : Regime.FINETUNED,
                            (long) examples,
                            s,
                            accuracy,
                            10_000,
                            Split.FIT));
                }
        }
        return rows;
    }

    /**
     * Computed by {@code posterior/profile.py} beside this test's resources: numpy 1.24.2, scipy 1.10.1; a grid, Nelder-Mead and
     * Brent's root finder.
     */
    @ParameterizedTest
    @CsvSource({"3, 1.360683, 1.931374", "4, 1.454156, 1.978149"})
    void theProfileEndsWhereOtherCodeFindsIt(int study, double low, double high) {
        FitDesign data = new FitDesign(5, TidyCsv.read("data/reference-fits/study_" + study + ".csv"));

        ProfileInterval profile = ProfileInterval.of(data, LeastSquares.fit(data, EmergenceLawForm.LOG_POWER, true));

        assertThat(profile.low().getAsDouble()).isCloseTo(low, within(2e-4));
        assertThat(profile.high().getAsDouble()).isCloseTo(high, within(2e-4));
        assertThat(profile.reason()).isEmpty();
        assertThat(profile.points()).allMatch(point -> point.deviance() >= 0);
    }

    @Test
    void nothingStandsOutWhereTheLawHolds() {
        DiagnosticReport report = report(TASK, study(1, over -> 1.2 * over, 1), Method.POSTERIOR);

        assertThat(report.findings()).isEmpty();
        assertThat(report.check().orElseThrow().covered90()).isBetween(0.8, 0.98);
        assertThat(report.residuals()).hasSize(9 * 11);
        assertThat(report.residuals().stream()
                        .mapToDouble(Residual::standardised)
                        .average())
                .hasValueCloseTo(0.0, within(0.2));
    }

    /** By a plain fit: the posterior may take it for errors that rows share. Neighbours err together, the law does not make that. */
    @Test
    void saturationShowsInNeighbours() {
        double lawful = neighbours(study(1, over -> 1.2 * over, 1));
        double saturating = neighbours(study(1, over -> 0.25 * (1 - Math.exp(-over / 0.06)), 1));

        assertThat(lawful).isGreaterThan(0.1);
        assertThat(saturating).isLessThan(0.05);
    }

    private static double neighbours(List<Observation> rows) {
        return report(TASK, rows, Method.MLE).check().orElseThrow().statistics().stream()
                .filter(statistic -> statistic.name().equals("correlation of neighbours in loss"))
                .findFirst()
                .orElseThrow()
                .p();
    }

    @Test
    void oneBadRowIsFoundAndNamed() {
        List<Observation> rows = new ArrayList<>(study(1, over -> 1.2 * over, 1));
        Observation good = rows.get(20);
        rows.set(
                20,
                SimulatedStudy.row(
                        good.checkpoint(), good.regime(), good.examples(), good.seed(), 0.95, 10_000, Split.FIT));

        DiagnosticReport report = report(TASK, rows, Method.MLE);

        assertThat(report.check().orElseThrow().statistics())
                .anyMatch(statistic -> statistic.name().equals("largest |z|") && statistic.surprising());
        Residual worst = report.residuals().stream()
                .max((a, b) -> Double.compare(Math.abs(a.standardised()), Math.abs(b.standardised())))
                .orElseThrow();
        assertThat(worst.accuracy()).isEqualTo(0.95);
        assertThat(worst.within90()).isFalse();
    }

    @Test
    void leavingOutSaysWhatFittingTheRestSays() {
        List<Observation> rows = study(2, over -> 1.2 * over, 1);
        DiagnosticReport report = report(TASK, rows, Method.POSTERIOR);
        String group = "1,600 examples, seed 2";
        List<Observation> rest = rows.stream()
                .filter(row -> row.examples() != 1600 || row.seed() != 2)
                .toList();

        EmergenceFit without = UsualStudy.fit(TASK, rest, FitOptions.DEFAULT).fit();

        Influence influence = report.influence().stream()
                .filter(one -> one.label().equals(group))
                .findFirst()
                .orElseThrow();
        assertThat(influence.unit()).isEqualTo(Influence.Unit.GROUP);
        assertThat(influence.rows()).isEqualTo(9);
        // by other weights of the same draws: to what 2,000 draws of the interval can tell
        Percentiles exact = without.emergence().lossNats();
        double width = exact.q95().getAsDouble() - exact.q05().getAsDouble();
        assertThat(influence.median().getAsDouble()).isCloseTo(exact.median().getAsDouble(), within(0.05 * width));
        assertThat(influence.q05().getAsDouble()).isCloseTo(exact.q05().getAsDouble(), within(0.1 * width));
        assertThat(influence.q95().getAsDouble()).isCloseTo(exact.q95().getAsDouble(), within(0.1 * width));
        assertThat(influence.verdict()).contains(without.verdict());
        assertThat(influence.leastSquares().getAsDouble())
                .isCloseTo(without.emergence().lossNats().mle().getAsDouble(), within(1e-9));
        assertThat(report.influence())
                .filteredOn(one -> one.unit() == Influence.Unit.CHECKPOINT)
                .hasSize(9);
        assertThat(report.influence())
                .filteredOn(one -> one.unit() == Influence.Unit.GROUP)
                .hasSize(10);
        assertThat(report.influence())
                .filteredOn(one -> one.unit() == Influence.Unit.ROW)
                .hasSize(99);
    }

    @Test
    void priorsAreThoseOfThePosterior() {
        DiagnosticReport report = report(TASK, study(3, over -> 1.2 * over, 1), Method.POSTERIOR);

        // ln A is normal(ln 0.8, 0.8)
        PriorPosterior slope = report.beliefs().stream()
                .filter(belief -> belief.parameter().equals("slope"))
                .findFirst()
                .orElseThrow();
        assertThat(slope.prior().get(2)).isCloseTo(0.8, within(0.04));
        assertThat(slope.prior().get(4)).isCloseTo(0.8 * Math.exp(1.645 * 0.8), within(0.25));
        assertThat(slope.posterior().get(2)).isCloseTo(1.2, within(0.1));
        assertThat(slope.contraction()).isGreaterThan(0.95);
        for (PriorPosterior belief : report.beliefs()) {
            assertThat(belief.prior()).isSorted();
            assertThat(belief.posterior()).isSorted();
            assertThat(belief.histogram().stream()
                            .mapToDouble(bin -> bin.posterior() * (bin.to() - bin.from()))
                            .sum())
                    .as(belief.parameter())
                    .isBetween(0.95, 1.0001);
        }
    }

    @ParameterizedTest
    @EnumSource(Method.class)
    void everyMethodIsDiagnosed(Method method) {
        DiagnosticReport report = report(TASK, study(4, over -> 1.2 * over, 1), method);

        assertThat(report.reason()).isEmpty();
        assertThat(report.residuals()).hasSize(99);
        assertThat(report.check()).isPresent();
        assertThat(report.profile().orElseThrow().low()).isPresent();
        assertThat(report.influence()).hasSize(9 + 10 + 99);
        assertThat(report.beliefs().isEmpty()).isEqualTo(method != Method.POSTERIOR);
        assertThat(report.pairs().points().isEmpty()).isEqualTo(method == Method.MLE);
        report.pairs()
                .correlations()
                .forEach(pair -> assertThat(pair.spearman()).isBetween(-1.0, 1.0));
    }

    @Test
    void withoutALawThereIsNothingToDiagnose() {
        List<Observation> flat = study(5, over -> 0.0, 1);

        DiagnosticReport report = report(TASK, flat, Method.POSTERIOR);

        assertThat(report.reason()).contains(Verdict.NOTHING_RISES);
        assertThat(report.influence()).isEmpty();
        assertThat(report.profile()).isEmpty();
    }
}
