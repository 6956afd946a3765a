package org.emergencelaw.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ForkJoinPool;
import java.util.function.UnaryOperator;
import org.emergencelaw.fit.FitOptions.Method;
import org.emergencelaw.law.EmergenceLawForm;
import org.emergencelaw.observation.Checkpoint;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Regime;
import org.emergencelaw.observation.Split;
import org.emergencelaw.observation.Task;
import org.emergencelaw.observation.Warning;
import org.emergencelaw.statistics.Percentiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Verdicts and warnings, from good designs to degenerate ones. */
class EmergenceFitterTest {

    private static final Task TASK = new Task("synthetic_four_choice", "accuracy", 0.25, 5);

    private static List<Observation> synthetic() {
        return TidyCsv.read("data/synthetic/observations.csv");
    }

    private static EmergenceFit.WithDraws fit(Task task, List<Observation> rows, FitOptions options) {
        return UsualStudy.fit(task, rows, options).fitted();
    }

    private static EmergenceFit fit(List<Observation> rows) {
        return fit(TASK, rows, FitOptions.DEFAULT).fit();
    }

    private static List<String> codes(EmergenceFit fit) {
        return fit.warnings().stream().map(Warning::code).toList();
    }

    private static List<Observation> each(List<Observation> rows, UnaryOperator<Observation> change) {
        return rows.stream().map(change).toList();
    }

    private static Observation with(Observation row, Checkpoint checkpoint, double accuracy) {
        return row.toBuilder()
                .checkpoint(checkpoint)
                .accuracy(accuracy)
                .notes(new TreeMap<>())
                .build();
    }

    private static void assertNoNumbers(EmergenceFit.WithDraws fitted) {
        EmergenceFit fit = fitted.fit();
        for (Percentiles estimate :
                List.of(fit.emergence().lossNats(), fit.emergence().trainFlops())) {
            assertThat(estimate.mle()).isEmpty();
            assertThat(estimate.median()).isEmpty();
            assertThat(estimate.q05()).isEmpty();
            assertThat(estimate.q95()).isEmpty();
            assertThat(estimate.reason()).isPresent();
        }
        assertThat(fitted.draws()).isEmpty();
        assertThat(fit.summary()).isNotBlank();
    }

    @Test
    void identifiesTheSyntheticStudy() {
        EmergenceFit fit = fit(synthetic());

        assertThat(fit.verdict()).isEqualTo(Verdict.IDENTIFIED);
        assertThat(fit.nObservations()).isEqualTo(110);
        assertThat(fit.warnings()).isEmpty();
        // least squares of this file gives 1.8457 (data/synthetic/SOURCE.md); the truth is 1.8374 (truth.json)
        assertThat(fit.emergence().lossNats().mle().getAsDouble()).isCloseTo(1.8457, within(5e-5));
        assertThat(fit.emergence().lossNats().q05().getAsDouble()).isLessThan(1.8374);
        assertThat(fit.emergence().lossNats().q95().getAsDouble()).isGreaterThan(1.8374);
        assertThat(fit.emergence().trainFlops().q05().getAsDouble()).isLessThan(1.4715e23);
        assertThat(fit.emergence().trainFlops().q95().getAsDouble()).isGreaterThan(1.4715e23);
        assertThat(fit.law().orElseThrow().law().shapeParameter()).isCloseTo(1.87, within(0.01));
        assertThat(fit.diagnostics().orElseThrow().checkpoints()).isEqualTo(10);
        assertThat(fit.diagnostics().orElseThrow().dataAmounts()).isEqualTo(5);
        assertThat(fit.diagnostics().orElseThrow().seeds()).isEqualTo(2);
    }

    /**
     * Computed by numpy 2.4.6: sqrt(diag((J'J)^-1) SSE / (n - 6)) at the optimum in reference.json, J by central differences over
     * (E0, Ehi, alpha or beta, A, B, Delta).
     */
    @ParameterizedTest
    @CsvSource({
        "1, LOG_POWER, 0.011834714, 0.19931235, 0.023152110, 0.0021994113, 0.0036473110",
        "3, LOG_POWER, 0.046908624, 1.4774128, 0.12547480, 0.0039848784, 0.0086848410",
        "4, LOG_POWER, 0.14508539, 0.76040603, 0.027611382, 0.0057044181, 0.0095073635",
        "4, POWER, 0.11045426, 0.081774706, 0.027615767, 0.0057050156, 0.0095083593"
    })
    void standardErrors(
            int study, EmergenceLawForm form, double elbow, double shape, double slope, double floor, double shift) {
        List<Observation> rows = TidyCsv.read("data/reference-fits/study_" + study + ".csv");
        Task task = new Task("study", "accuracy", study == 1 ? 0.0 : 0.2, 5);

        var errors = fit(task, rows, FitOptions.DEFAULT.withLaw(form).withMethod(Method.MLE))
                .fit()
                .law()
                .orElseThrow()
                .standardErrors();

        assertThat(errors.get("emergence_loss_nats")).isCloseTo(elbow, within(1e-4 * elbow));
        assertThat(errors.get(form.parameter())).isCloseTo(shape, within(1e-4 * shape));
        assertThat(errors.get("slope")).isCloseTo(slope, within(1e-4 * slope));
        assertThat(errors.get("floor")).isCloseTo(floor, within(1e-4 * floor));
        assertThat(errors.get("few_shot_shift")).isCloseTo(shift, within(1e-4 * shift));
    }

    @Test
    void allAtChanceIsNoSignal() {
        int confident = 0;
        for (int seed = 0; seed < 100; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            List<Observation> chance =
                    each(synthetic(), row -> with(row, row.checkpoint(), 0.25 + random.nextGaussian(0, 0.008)));
            EmergenceFit.WithDraws fitted = fit(TASK, chance, FitOptions.DEFAULT.withMethod(Method.MLE));
            if (fitted.fit().verdict() == Verdict.NO_SIGNAL) assertNoNumbers(fitted);
            else confident++;
        }
        assertThat(confident).isLessThanOrEqualTo(1);
    }

    @Test
    void equalAccuraciesEverywhereAreNoSignal() {
        for (double accuracy : new double[] {0, 0.25, 0.8}) {
            EmergenceFit.WithDraws fitted =
                    fit(TASK, each(synthetic(), row -> with(row, row.checkpoint(), accuracy)), FitOptions.DEFAULT);
            assertThat(fitted.fit().verdict()).isEqualTo(accuracy == 0 ? Verdict.BELOW_CHANCE : Verdict.NO_SIGNAL);
            assertNoNumbers(fitted);
        }
    }

    @Test
    void allSaturatedIsRefused() {
        EmergenceFit.WithDraws fitted = fit(
                TASK,
                each(synthetic(), row -> with(row, row.checkpoint(), row.accuracy() > 0.3 ? 1 : 0.97)),
                FitOptions.DEFAULT);

        assertThat(fitted.fit().verdict()).isEqualTo(Verdict.NOT_IDENTIFIED);
        assertThat(codes(fitted.fit())).contains("all_saturated");
        assertNoNumbers(fitted);
    }

    @Test
    void oneCheckpoint() {
        Checkpoint one = synthetic().get(0).checkpoint();
        EmergenceFit.WithDraws fitted = fit(
                TASK,
                synthetic().stream().filter(row -> row.checkpoint().equals(one)).toList(),
                FitOptions.DEFAULT);

        assertThat(fitted.fit().verdict()).isEqualTo(Verdict.NOT_IDENTIFIED);
        assertThat(codes(fitted.fit())).containsExactly("one_checkpoint");
        assertNoNumbers(fitted);
    }

    @Test
    void oneDataAmount() {
        EmergenceFit.WithDraws fitted = fit(
                TASK,
                synthetic().stream()
                        .filter(row -> row.regime() == Regime.FEW_SHOT || row.examples() == 6400)
                        .toList(),
                FitOptions.DEFAULT);

        assertThat(fitted.fit().verdict()).isEqualTo(Verdict.NOT_IDENTIFIED);
        assertThat(codes(fitted.fit())).containsExactly("one_data_amount");
        assertNoNumbers(fitted);
    }

    @Test
    void noFinetunedRow() {
        EmergenceFit fit = fit(synthetic().stream()
                .filter(row -> row.regime() == Regime.FEW_SHOT)
                .toList());

        assertThat(codes(fit)).containsExactly("no_finetuning");
    }

    @Test
    void nothingAtAll() {
        EmergenceFit.WithDraws fitted = fit(TASK, List.of(), FitOptions.DEFAULT);

        assertThat(codes(fitted.fit())).containsExactly("no_observations");
        assertNoNumbers(fitted);
    }

    @Test
    void dataAmountsBelowTheShots() {
        EmergenceFit fit = fit(new Task("t", "accuracy", 0.25, 200), synthetic(), FitOptions.DEFAULT)
                .fit();

        assertThat(codes(fit)).containsExactly("other_shot_counts", "data_amounts_too_small");
    }

    @Test
    void fewerThanSixCheckpoints() {
        List<Checkpoint> some = synthetic().stream()
                .map(Observation::checkpoint)
                .distinct()
                .limit(5)
                .toList();
        EmergenceFit fit = fit(synthetic().stream()
                .filter(row -> some.contains(row.checkpoint()))
                .toList());

        assertThat(codes(fit)).contains("few_checkpoints");
    }

    @Test
    void oneSeed() {
        EmergenceFit fit =
                fit(synthetic().stream().filter(row -> row.seed() == 1).toList());

        assertThat(codes(fit)).containsExactly("few_seeds");
    }

    @Test
    void noFewShotRow() {
        EmergenceFit fit = fit(synthetic().stream()
                .filter(row -> row.regime() == Regime.FINETUNED)
                .toList());

        assertThat(codes(fit)).containsExactly("no_few_shot_rows");
        assertThat(fit.law().orElseThrow().fewShotShift()).isZero();
    }

    @Test
    void identicalLosses() {
        List<Observation> rows = each(
                synthetic(),
                row -> with(
                        row,
                        SimulatedStudy.checkpoint(
                                row.checkpoint().model() + row.checkpoint().tokens(), 1e20, 2),
                        row.accuracy()));

        assertThat(codes(fit(rows))).containsExactly("identical_losses");
    }

    @Test
    void oneFitNeverMixesWhatCannotBeCompared() {
        assertMixed("mixed_tasks", row -> change(row, "other", row.checkpoint().family(), "simulated", "accuracy", ""));
        assertMixed("mixed_families", row -> change(row, row.task(), "other", "simulated", "accuracy", ""));
        assertMixed(
                "mixed_loss_corpora",
                row -> change(row, row.task(), row.checkpoint().family(), "c4", "accuracy", ""));
        assertMixed(
                "mixed_metrics",
                row -> change(row, row.task(), row.checkpoint().family(), "simulated", "exact_match", ""));
        assertMixed(
                "mixed_filters",
                row -> change(row, row.task(), row.checkpoint().family(), "simulated", "accuracy", "strict-match"));
    }

    @Test
    void rowsThatSayLessAreTakenToBeAsTheOthersSay() {
        List<Observation> rows = new ArrayList<>(synthetic());
        Observation row = rows.get(7);
        rows.set(7, change(row, row.task(), row.checkpoint().family(), "", "", ""));

        EmergenceFit said = fit(TASK, rows, FitOptions.DEFAULT).fit();

        assertThat(codes(said)).containsExactly("assumed_loss_corpus", "assumed_metric");
        assertThat(said.warnings().get(0).message())
                .isEqualTo("1 row states no loss_corpus; it is taken to be simulated, as all others say.");
        assertThat(said.emergence().lossNats().mle())
                .isEqualTo(fit(TASK, synthetic(), FitOptions.DEFAULT)
                        .fit()
                        .emergence()
                        .lossNats()
                        .mle());
    }

    private static void assertMixed(String code, UnaryOperator<Observation> change) {
        List<Observation> rows = new ArrayList<>(synthetic());
        rows.set(7, change.apply(rows.get(7)));

        EmergenceFit.WithDraws fitted = fit(TASK, rows, FitOptions.DEFAULT);

        assertThat(fitted.fit().verdict()).isEqualTo(Verdict.NOT_IDENTIFIED);
        assertThat(codes(fitted.fit())).containsExactly(code);
        assertNoNumbers(fitted);
    }

    private static Observation change(
            Observation row, String task, String family, String lossCorpus, String metric, String filter) {
        Checkpoint c = row.checkpoint();
        return row.toBuilder()
                .task(task)
                .checkpoint(c.toBuilder().family(family).lossCorpus(lossCorpus).build())
                .metric(metric)
                .filter(filter)
                .notes(new TreeMap<>())
                .build();
    }

    @Test
    void heldOutRowsNeverInfluenceAFit() {
        List<Observation> visible =
                synthetic().stream().filter(row -> row.split() == Split.FIT).toList();
        List<Observation> wild = new ArrayList<>(synthetic());
        wild.add(SimulatedStudy.row(
                SimulatedStudy.checkpoint("huge", 1e27, 0.5), Regime.FEW_SHOT, 5, 1, 1, 10, Split.HELD_OUT));
        wild.add(
                0,
                SimulatedStudy.row(
                        SimulatedStudy.checkpoint("tiny", 1e10, 9), Regime.FINETUNED, 100, 3, 0, 10, Split.HELD_OUT));

        EmergenceFit.WithDraws without = fit(TASK, visible, FitOptions.DEFAULT);

        assertThat(fit(TASK, synthetic(), FitOptions.DEFAULT)).isEqualTo(without);
        assertThat(fit(TASK, wild, FitOptions.DEFAULT)).isEqualTo(without);
    }

    @Test
    void theOrderOfTheRowsChangesNothing() {
        List<Observation> rows = new ArrayList<>(synthetic());
        EmergenceFit.WithDraws before = fit(TASK, rows, FitOptions.DEFAULT);
        Collections.shuffle(rows, new Random(1));

        assertThat(fit(TASK, rows, FitOptions.DEFAULT)).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource(Method.class)
    void theSameSeedGivesTheSameResultOnAnyNumberOfThreads(Method method) throws Exception {
        FitOptions options = FitOptions.DEFAULT.withMethod(method);
        EmergenceFit.WithDraws here = fit(TASK, synthetic(), options);
        for (int threads = 1; threads <= 2; threads++) {
            ForkJoinPool pool = new ForkJoinPool(threads);
            try {
                assertThat(pool.submit(() -> fit(TASK, synthetic(), options)).get())
                        .isEqualTo(here);
            } finally {
                pool.shutdown();
            }
        }
        if (method == Method.MLE) return;
        FitOptions other = FitOptions.DEFAULT.withMethod(method).withSeed(2);
        assertThat(fit(TASK, synthetic(), other).draws()).isNotEqualTo(here.draws());
    }
}
