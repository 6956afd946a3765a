package org.emergencelaw.rival;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.OptionalDouble;
import org.emergencelaw.fit.EmergenceFitter;
import org.emergencelaw.fit.FitOptions;
import org.emergencelaw.fit.FittedStudy;
import org.emergencelaw.fit.TidyCsv;
import org.emergencelaw.fit.UsualStudy;
import org.emergencelaw.forecast.Forecast;
import org.emergencelaw.forecast.Forecaster;
import org.emergencelaw.forecast.PathChoice;
import org.emergencelaw.forecast.PlannedRun;
import org.emergencelaw.forecast.Spread;
import org.emergencelaw.law.EmergenceLawForm;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Regime;
import org.emergencelaw.observation.Task;
import org.emergencelaw.report.ForecastText;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How far the answer moves, on the synthetic study, and what it says of items without end. */
class OtherAssumptionsTest {

    private static final Task TASK = new Task("synthetic_four_choice", "accuracy", 0.25, 5);
    private static final List<Observation> ROWS = TidyCsv.read("data/synthetic/observations.csv");

    private static FittedStudy fitted;
    private static Forecaster forecaster;

    @BeforeAll
    static void fit() {
        fitted = UsualStudy.fit(TASK, ROWS, FitOptions.DEFAULT);
        forecaster = new Forecaster(fitted);
    }

    private static PlannedRun run(int items) {
        OptionalDouble none = OptionalDouble.empty();
        return new PlannedRun(
                none, none, OptionalDouble.of(2e23), none, items, PathChoice.OWN_RATIO, OptionalDouble.of(0.4));
    }

    private static Forecast beside(Forecaster any) {
        return new OtherAssumptions(any).beside(any.forecast(run(1000)), run(1000));
    }

    private static List<String> keys(Spread spread, Spread.Of of) {
        return spread.said().stream()
                .filter(one -> one.of() == of)
                .map(Spread.Said::key)
                .toList();
    }

    @Test
    void theRangeIsOfTheVoicesAndOfEveryOtherFormOfTheLaw() {
        Forecast forecast = beside(forecaster);
        Spread spread = forecast.spread().orElseThrow();

        assertThat(keys(spread, Spread.Of.VOICE)).containsExactly("hinge", "reference", "emergence_law");
        assertThat(keys(spread, Spread.Of.LAW_FORM)).containsExactly("log_power", "power");
        assertThat(spread.least().pReachesLevel())
                .isLessThan(forecast.pReachesLevel().orElseThrow());
        assertThat(spread.most().pReachesLevel())
                .isGreaterThan(forecast.pReachesLevel().orElseThrow());
        Forecaster power = new Forecaster(
                EmergenceFitter.fit(fitted.study(), fitted.options().withLaw(EmergenceLawForm.POWER)));
        assertThat(spread.said())
                .filteredOn(one -> one.key().equals("power"))
                .singleElement()
                .extracting(Spread.Said::pReachesLevel)
                .as("the same as a fit by that law says")
                .isEqualTo(power.forecast(run(1000)).pReachesLevel().orElseThrow());
    }

    @Test
    void curvesThroughFewShotRowsAreNamedWhereTheyLieBeyond() {
        Spread spread = beside(forecaster).spread().orElseThrow();

        assertThat(keys(spread, Spread.Of.FEW_SHOT_CURVE))
                .containsExactly("few_shot_relu", "few_shot_logistic", "compute_hinge", "log_compute_line");
        assertThat(spread.beyond()).extracting(Spread.Said::key).containsExactly("log_compute_line");
        assertThat(ForecastText.lead(java.util.Optional.of(beside(forecaster))))
                .matches(
                        ".* with probability \\d+%; .+% \\(emergence law\\) to \\d+% \\(what is usual elsewhere\\) under other assumptions; a straight line in log compute"
                                + " through the last half of the few-shot rows says .+%\\.");
    }

    @Test
    void theFarthestOnEitherSideIsEnoughForASentence() {
        Spread spread = Spread.of(List.of(
                said(Spread.Of.VOICE, "a", 0.4),
                said(Spread.Of.VOICE, "b", 0.6),
                said(Spread.Of.FEW_SHOT_CURVE, "low", 0.3),
                said(Spread.Of.FEW_SHOT_CURVE, "lowest", 0.1),
                said(Spread.Of.FEW_SHOT_CURVE, "within", 0.5),
                said(Spread.Of.FEW_SHOT_CURVE, "high", 0.7)));

        assertThat(spread.beyond()).extracting(Spread.Said::key).containsExactly("lowest", "high");
    }

    private static Spread.Said said(Spread.Of of, String key, double pReachesLevel) {
        return new Spread.Said(of, key, key, pReachesLevel);
    }

    @Test
    void fewShotRowsAloneHaveNoFormOfALaw() {
        Forecaster fewShot = new Forecaster(UsualStudy.fit(
                TASK,
                ROWS.stream().filter(row -> row.regime() == Regime.FEW_SHOT).toList(),
                FitOptions.DEFAULT));
        Spread spread = beside(fewShot).spread().orElseThrow();

        assertThat(keys(spread, Spread.Of.VOICE)).hasSize(6);
        assertThat(keys(spread, Spread.Of.LAW_FORM)).isEmpty();
        assertThat(keys(spread, Spread.Of.FEW_SHOT_CURVE)).containsExactly("few_shot_relu", "few_shot_logistic");
    }

    /** Which is what the test tends to, and the score of the level. */
    @Test
    void trueAccuracyIsThatOnItemsWithoutEnd() {
        Forecast few = forecaster.forecast(run(1000)), many = forecaster.forecast(run(10_000_000));

        assertThat(few.pTrueAboveTrivial()).isEqualTo(many.pTrueAboveTrivial());
        assertThat(many.pExceedsTrivial().orElseThrow())
                .isCloseTo(many.pTrueAboveTrivial().orElseThrow(), within(0.02));
        assertThat(few.pExceedsTrivial().orElseThrow())
                .isLessThan(many.pExceedsTrivial().orElseThrow());
        assertThat(many.pScoresLevel().orElseThrow())
                .isCloseTo(many.pReachesLevel().orElseThrow(), within(0.02));
    }
}
