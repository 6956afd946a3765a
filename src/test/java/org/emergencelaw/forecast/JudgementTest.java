package org.emergencelaw.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.emergencelaw.fit.EmergenceFit;
import org.emergencelaw.fit.FitOptions;
import org.emergencelaw.fit.FittedStudy;
import org.emergencelaw.fit.TidyCsv;
import org.emergencelaw.fit.UsualStudy;
import org.emergencelaw.fit.Verdict;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Regime;
import org.emergencelaw.observation.Task;
import org.emergencelaw.observation.Warning;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows of which an answer says less than it seems to: the verdict, the warnings and the first sentence say so. */
class JudgementTest {

    private static final Task TASK = new Task("arc_easy", "accuracy", 0.25, 5);
    private static final PlannedRun PLAN = plan(OptionalDouble.empty(), OptionalDouble.empty(), 1000);

    private static PlannedRun plan(OptionalDouble flops, OptionalDouble loss, int items) {
        return new PlannedRun(OptionalDouble.of(70e9), OptionalDouble.of(1.4e12), flops, loss, items);
    }

    private static List<Observation> rows(String name) {
        return TidyCsv.read("src/test/resources/imports/" + name + ".csv");
    }

    private static FittedStudy fit(String name) {
        return UsualStudy.fit(TASK, rows(name), FitOptions.DEFAULT);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    n00_base                     | IDENTIFIED     |                                                    | The run
                    m01_three_models             | IDENTIFIED     | few_checkpoints                                    | The run
                    m02_three_models_rounded_dup | IDENTIFIED     | one_name_two_checkpoints few_checkpoints           | The run
                    m10_fake_replicates          | IDENTIFIED     | identical_replicates                               | The run
                    n09_diverged                 | IDENTIFIED     | loss_units                                         | The run
                    n10b_params_in_B_tokens_in_B | IDENTIFIED     | params_units tokens_units                          | The run
                    n22_floor_above_trivial      | IDENTIFIED     | floor_above_trivial                                | The run
                    n06c_perplexity              | NOT_IDENTIFIED | loss_units                                         | The law is not identified
                    n06d_mixed_units             | MISFIT         | loss_units best_fit_outside_interval losses_in_two_groups | The law does not describe
                    m12_percent_fraction_mix     | MISFIT         | accuracy_units residuals_too_large                 | The law does not describe
                    m16_inverse_scaling          | MISFIT         | few_shot_falls                                     | The law does not describe
                    n11_u_shape                  | MISFIT         | accuracy_falls_again                               | The law does not describe
                    m15_strict_zero              | BELOW_CHANCE   | below_chance                                       | Few-shot accuracy lies below guessing
                    n04_n_eval_3                 | NO_SIGNAL      |                                                    | The run
                    """)
    void isJudgedByItsRows(String name, Verdict verdict, String codes, String claim) {
        FittedStudy fitted = fit(name);
        Forecast forecast = new Forecaster(fitted).forecast(PLAN);

        assertThat(fitted.fit().verdict()).isEqualTo(verdict);
        List<String> expected = codes == null ? List.of() : List.of(codes.split(" "));
        assertThat(fitted.fit().warnings()).extracting(Warning::code).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(forecast.warnings()).extracting(Warning::code).containsAll(expected);
        assertThat(forecast.claim()).startsWith(claim);
    }

    @Test
    void theReasonIsNamed() {
        assertThat(fit("n04_n_eval_3").fit().summary()).contains("too few items (3)");
        assertThat(fit("n11_u_shape").fit().summary()).contains("rises and falls again");
        assertThat(message(fit("m12_percent_fraction_mix"), "accuracy_units")).contains("tern-1000m");
        assertThat(message(fit("m15_strict_zero"), "below_chance")).contains("a broken parser");
        assertThat(message(fit("m16_inverse_scaling"), "few_shot_falls")).contains("accuracy:=1 - {column}");
    }

    private static String message(FittedStudy fitted, String code) {
        return fitted.fit().warnings().stream()
                .filter(warning -> warning.code().equals(code))
                .findFirst()
                .orElseThrow()
                .message();
    }

    /** The truth behind the base design is 2.180 nats. */
    @Test
    void repeatsCountOnce() {
        EmergenceFit base = fit("n00_base").fit(),
                repeated = fit("m10_fake_replicates").fit();
        double width = width(base);
        assertThat(width(repeated)).isCloseTo(width, within(0.1 * width));
        assertThat(base.emergence().lossNats().q05().getAsDouble()).isLessThan(2.18);
        assertThat(base.emergence().lossNats().q95().getAsDouble()).isGreaterThan(2.18);

        EmergenceFit three = fit("m01_three_models").fit(),
                twice = fit("m02_three_models_rounded_dup").fit();
        assertThat(width(twice)).isCloseTo(width(three), within(0.02));
    }

    private static double width(EmergenceFit fit) {
        return fit.emergence().lossNats().q95().getAsDouble()
                - fit.emergence().lossNats().q05().getAsDouble();
    }

    @Test
    void fewShotRowsAloneAreJudgedToo() {
        FittedStudy below = UsualStudy.fit(
                TASK,
                rows("m15_strict_zero").stream()
                        .filter(row -> row.regime() == Regime.FEW_SHOT)
                        .toList(),
                FitOptions.DEFAULT);
        assertThat(below.fit().verdict()).isEqualTo(Verdict.BELOW_CHANCE);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    1e26 |      | 1000 | compute_contradicts_size
                         | 0.5  | 1000 | loss_below_asymptote
                         | 2.6  | 1000 | loss_contradicts_size
                         |      | 1    | few_eval_items
                         | 1.937| 1000 |
                    """)
    void aPlanIsComparedWithItselfAndTheRows(Double flops, Double loss, int items, String code) {
        Forecast forecast = new Forecaster(fit("n00_base")).forecast(plan(given(flops), given(loss), items));

        List<String> ofPlan = List.of(
                "compute_contradicts_size",
                "loss_below_asymptote",
                "loss_contradicts_size",
                "few_eval_items",
                "tokens_per_param_outside");
        assertThat(forecast.warnings().stream().map(Warning::code).filter(ofPlan::contains))
                .containsExactlyElementsOf(code == null ? List.of() : List.of(code));
    }

    /** Few-shot rows of six models, two of them held out. */
    private static HeldOutComparison compared(double... accuracies) {
        StringBuilder csv = new StringBuilder(
                "task,family,model,params,tokens,pretrain_loss_nats,regime,examples,seed,accuracy,n_eval,split\n");
        for (int i = 0; i < accuracies.length; i++)
            csv.append(String.format(
                    Locale.ROOT,
                    "arc_easy,f,m%d,%.0f,%.0f,%.3f,few_shot,5,0,%.4f,1000,%s%n",
                    i,
                    1e8 * Math.pow(2, i),
                    2e9 * Math.pow(2, i),
                    3.4 - 0.15 * i,
                    accuracies[i],
                    i >= accuracies.length - 2 ? "held_out" : "fit"));
        List<Observation> rows = TidyCsv.of(csv.toString());
        return HeldOutComparison.of(new Forecaster(UsualStudy.fit(TASK, rows, FitOptions.DEFAULT)));
    }

    @Test
    void modelsPastTheElbowAreNotSaidToBeBeforeIt() {
        for (double[] accuracies : new double[][] {
            {0.5, 0.55, 0.6, 0.65, 0.7, 0.75},
            {0.6, 0.61, 0.59, 0.6, 0.605, 0.595},
            {0.25, 0.25, 0.26, 0.25, 0.24, 0.5},
            {0.25, 0.25, 0.26, 0.25, 0.5, 0.5}
        }) assertThat(compared(accuracies).summary()).doesNotContain("elbow yet");
        assertThat(compared(0.6, 0.61, 0.59, 0.6, 0.605, 0.595).summary())
                .startsWith(
                        "All of 2 held-out models score clearly above guessing, past the few-shot elbow or on a floor above"
                                + " guessing; these rows do not show where the elbow lies.");
        assertThat(compared(0.25, 0.25, 0.26, 0.25, 0.24, 0.26).summary())
                .startsWith("The held-out models do not show the few-shot elbow yet.");
    }

    @Test
    void aListOfPlansSaysWhatAForecastOfEachSays() {
        Forecaster forecaster = new Forecaster(fit("n06d_mixed_units"));
        PlannedRun odd = plan(OptionalDouble.of(1e26), OptionalDouble.empty(), 1), usual = PLAN;

        PlanTable table = PlanTable.of(
                forecaster, List.of(new PlanTable.Named("odd", odd), new PlanTable.Named("usual", usual)), 0.8);

        assertThat(table.verdict()).isEqualTo(Verdict.MISFIT);
        assertThat(table.answer()).startsWith("The law does not describe these rows (misfit); ");
        for (int i = 0; i < 2; i++) {
            Forecast alone = forecaster.forecast(i == 0 ? odd : usual);
            PlanTable.Row row = table.plans().get(i);
            assertThat(row.warnings()).isEqualTo(alone.warnings());
            assertThat(row.claim()).isEqualTo(alone.claim());
            assertThat(row.pReachesLevel()).isEqualTo(alone.pReachesLevel());
            assertThat(row.accuracy()).isEqualTo(alone.accuracy());
            assertThat(row.basis()).isEqualTo(alone.basis());
        }
        assertThat(table.warnings()).extracting(Warning::code).doesNotHaveDuplicates();
        assertThat(table.warnings())
                .filteredOn(warning -> warning.code().equals("few_eval_items"))
                .singleElement()
                .extracting(Warning::message)
                .asString()
                .startsWith("odd: The run is to be evaluated on 1 item");
        assertThat(table.warnings())
                .filteredOn(warning -> warning.code().equals("loss_units"))
                .singleElement()
                .extracting(Warning::message)
                .asString()
                .doesNotStartWith("odd: ");
    }

    private static OptionalDouble given(Double value) {
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    @Test
    void aShapeThatWasNeverTriedIsNamed() {
        PlannedRun overtrained = new PlannedRun(
                OptionalDouble.of(1e9), OptionalDouble.of(10e12), OptionalDouble.empty(), OptionalDouble.empty(), 1000);
        assertThat(new Forecaster(fit("n00_base")).forecast(overtrained).warnings())
                .extracting(Warning::code)
                .contains("tokens_per_param_outside");
    }
}
