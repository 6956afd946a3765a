package org.emergencelaw.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.emergencelaw.fit.FitOptions;
import org.emergencelaw.fit.FitOptions.Method;
import org.emergencelaw.fit.FittedStudy;
import org.emergencelaw.fit.TidyCsv;
import org.emergencelaw.fit.UsualStudy;
import org.emergencelaw.fit.Verdict;
import org.emergencelaw.forecast.chart.EmergenceCurves;
import org.emergencelaw.forecast.chart.FanChart;
import org.emergencelaw.forecast.chart.PlanGrid;
import org.emergencelaw.law.EmergenceLawForm;
import org.emergencelaw.member.StudyForecast;
import org.emergencelaw.observation.Checkpoint;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Regime;
import org.emergencelaw.observation.Split;
import org.emergencelaw.observation.Task;
import org.emergencelaw.observation.Warning;
import org.emergencelaw.statistics.Interval90;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Forecasts and comparisons on {@code data/synthetic}, whose truth is known. */
class ForecasterTest {

    private static final Task TASK = new Task("synthetic_four_choice", "accuracy", 0.25, 5);
    private static final List<Observation> ROWS = TidyCsv.read("data/synthetic/observations.csv");

    private static JsonNode truth;
    private static FittedStudy fitted;
    private static Forecaster forecaster;

    @BeforeAll
    static void fitOnce() throws IOException {
        truth = new ObjectMapper().readTree(Path.of("data/synthetic/truth.json").toFile());
        fitted = UsualStudy.fit(TASK, ROWS, FitOptions.DEFAULT);
        forecaster = new Forecaster(fitted);
    }

    private static PlannedRun compute(double flops, int items) {
        OptionalDouble none = OptionalDouble.empty();
        return new PlannedRun(none, none, OptionalDouble.of(flops), none, items);
    }

    private static PlannedRun loss(double nats) {
        OptionalDouble none = OptionalDouble.empty();
        return new PlannedRun(none, none, none, OptionalDouble.of(nats), 1000);
    }

    private static double trueLoss(double flops) {
        JsonNode law = truth.get("loss_law");
        return law.get("irreducible_nats").asDouble()
                + law.get("reducible_nats").asDouble()
                        * Math.pow(
                                flops / law.get("reference_flops").asDouble(),
                                -law.get("exponent").asDouble());
    }

    private static double trueAccuracy(double flops) {
        JsonNode law = truth.get("law");
        double elbow = truth.get("emergence").get("loss_nats").asDouble();
        return law.get("floor").asDouble() + law.get("slope").asDouble() * Math.max(0, elbow - trueLoss(flops));
    }

    @Test
    void theIntervalsHoldTheTruth() {
        double largest = truth.get("emergence").get("largest_fit_flops").asDouble();
        for (double ahead : new double[] {1, 2, 4, 8, 16}) {
            Forecast forecast = forecaster.forecast(compute(ahead * largest, 14042));

            assertThat(forecast.plannedRun().pretrainLossNats().orElseThrow().holds(trueLoss(ahead * largest)))
                    .as("loss at " + ahead)
                    .isTrue();
            assertThat(forecast.accuracy().orElseThrow().holds(trueAccuracy(ahead * largest)))
                    .as("accuracy at " + ahead)
                    .isTrue();
            assertThat(forecast.extrapolationFactor().getAsDouble()).isCloseTo(ahead, within(1e-3));
            assertThat(forecast.reason()).isEmpty();
        }
    }

    @Test
    void emergenceIsUnlikelyAtOnceAndAllButSureFarOut() {
        double emergence = truth.get("emergence").get("train_flops").asDouble();

        assertThat(forecaster
                        .forecast(compute(emergence / 10, 14042))
                        .pPastElbow()
                        .getAsDouble())
                .isLessThan(0.05);
        assertThat(forecaster
                        .forecast(compute(emergence * 10, 14042))
                        .pPastElbow()
                        .getAsDouble())
                .isGreaterThan(0.9);
        assertThat(forecaster
                        .forecast(compute(emergence * 10, 14042))
                        .pExceedsTrivial()
                        .getAsDouble())
                .isGreaterThan(0.9);
    }

    @Test
    void probabilitiesNeverFallWithCompute() {
        double lastPast = 0, lastExceeds = 0;
        for (double flops = 1e21; flops < 1e27; flops *= 1.7) {
            Forecast forecast = forecaster.forecast(compute(flops, 1000));
            assertThat(forecast.pPastElbow().getAsDouble()).isBetween(lastPast, 1.0);
            assertThat(forecast.pExceedsTrivial().getAsDouble()).isBetween(lastExceeds - 1e-12, 1.0);
            lastPast = forecast.pPastElbow().getAsDouble();
            lastExceeds = forecast.pExceedsTrivial().getAsDouble();
        }
    }

    @Test
    void moreItemsSeeARiseMoreSurely() {
        double last = 0;
        for (int items : new int[] {30, 100, 300, 1000, 3000, 10_000}) {
            double exceeds =
                    forecaster.forecast(compute(4e24, items)).pExceedsTrivial().getAsDouble();
            assertThat(exceeds).as(items + " items").isGreaterThanOrEqualTo(last);
            last = exceeds;
        }
    }

    @Test
    void oneItemCannotShowAnything() {
        assertThat(forecaster.forecast(compute(1e25, 1)).pExceedsTrivial()).hasValue(0);
    }

    @Test
    void againstATrivialAccuracyOfZeroOneRightAnswerIsEnough() {
        Task zero = new Task(TASK.name(), "accuracy", 0, 5);
        FittedStudy fit = UsualStudy.fit(zero, ROWS, FitOptions.DEFAULT);

        Forecast forecast = new Forecaster(fit).forecast(compute(1e25, 1000));

        assertThat(forecast.pExceedsTrivial().getAsDouble()).isGreaterThan(0.99);
    }

    @Test
    void aPlanByLossNeedsNoLossLaw() {
        Forecast forecast = forecaster.forecast(loss(1.7));

        assertThat(forecast.plannedRun().pretrainLossNats().orElseThrow()).isEqualTo(new Interval90(1.7, 1.7, 1.7));
        assertThat(forecast.extrapolationFactor()).isEmpty();
        assertThat(forecast.pPastElbow().getAsDouble()).isGreaterThan(0.9);
    }

    @Test
    void paramsAndTokensGiveCompute() {
        OptionalDouble none = OptionalDouble.empty();
        PlannedRun plan = new PlannedRun(OptionalDouble.of(13e9), OptionalDouble.of(1e12), none, none, 1000);

        Forecast.Planned planned = forecaster.forecast(plan).plannedRun();
        assertThat(planned.trainFlops().getAsDouble()).isCloseTo(7.8e22, within(1e10));
        assertThat(planned.params()).hasValue(13e9);
    }

    @Test
    void beyondWhatWasTestedThereIsAWarning() {
        List<Warning> far = forecaster.forecast(compute(4e22 * 40, 1000)).warnings();
        assertThat(far).extracting(Warning::code).containsExactly("far_extrapolation", "never_on_path");
        assertThat(far.get(0).message())
                .isEqualTo("The plan needs 40.0× the largest submitted compute; nothing was tested beyond 39×.");
        assertThat(forecaster.forecast(compute(4e22 * 38, 1000)).warnings())
                .extracting(Warning::code)
                .containsExactly("never_on_path");
    }

    @Test
    void theSameForecastTwiceIsTheSame() {
        assertThat(new Forecaster(fitted).forecast(compute(1e23, 500)))
                .isEqualTo(forecaster.forecast(compute(1e23, 500)));
    }

    @Test
    void plansThatSayTooLittle() {
        OptionalDouble none = OptionalDouble.empty();
        assertThatThrownBy(() -> new PlannedRun(OptionalDouble.of(1e9), none, none, none, 1000))
                .hasMessage("a planned run needs params and tokens, or train_flops, or pretrain_loss_nats");
        assertThatThrownBy(() -> new PlannedRun(OptionalDouble.of(-1), none, OptionalDouble.of(1e20), none, 1000))
                .hasMessage("params must be positive and finite, was -1.0");
        assertThatThrownBy(() -> new PlannedRun(none, OptionalDouble.of(Double.NaN), none, none, 1000))
                .hasMessage("tokens must be positive and finite, was NaN");
        assertThatThrownBy(() -> compute(Double.POSITIVE_INFINITY, 1000))
                .hasMessage("train_flops must be positive and finite, was Infinity");
        assertThatThrownBy(() -> loss(0)).hasMessage("pretrain_loss_nats must be positive and finite, was 0.0");
        assertThatThrownBy(() -> compute(1e20, 0)).hasMessage("eval_items must be from 1 to 10000000, was 0");
        assertThatThrownBy(() -> new PlannedRun(OptionalDouble.of(1e300), OptionalDouble.of(1e300), none, none, 1000))
                .hasMessage("train_flops must be positive and finite, was Infinity");
        assertThatThrownBy(() -> Checkpoint.builder()
                        .family("f")
                        .model("m")
                        .params(1e300)
                        .tokens(1e300)
                        .pretrainLossNats(2)
                        .build())
                .hasMessage("6 * params * tokens must be positive and finite, was Infinity");
    }

    @Test
    void computeWithoutALossLawIsRefused() {
        List<Observation> noCompute = ROWS.stream()
                .map(row -> with(row, checkpoint(row, OptionalDouble.empty()), row.accuracy()))
                .toList();
        FittedStudy fit = UsualStudy.fit(TASK, noCompute, FitOptions.DEFAULT);
        Forecaster blind = new Forecaster(fit);

        assertThat(fit.fit().emergence().trainFlops().reason()).isPresent();
        assertThatThrownBy(() -> blind.forecast(compute(1e23, 1000)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("give pretrain_loss_nats, or submit params and tokens");
        assertThat(blind.forecast(loss(1.7)).pPastElbow()).isPresent();
        FanChart overLoss =
                FanChart.of(blind, loss(1.7), blind.forecast(loss(1.7))).orElseThrow();
        assertThat(overLoss.unit()).isEqualTo(FanChart.Unit.PRETRAIN_LOSS_NATS);
        assertThat(overLoss.planned().orElseThrow()).isCloseTo(1.7, within(1e-9));
    }

    @Test
    void whereNothingRisesTheFewShotAccuraciesStillSpeak() {
        List<Observation> flat =
                ROWS.stream().map(row -> with(row, row.checkpoint(), 0.25)).toList();
        FittedStudy fit = UsualStudy.fit(TASK, flat, FitOptions.DEFAULT);
        Forecaster silent = new Forecaster(fit);

        Forecast forecast = silent.forecast(compute(1e23, 1000));
        HeldOutComparison comparison = HeldOutComparison.of(fit);

        assertThat(fit.fit().verdict()).isEqualTo(Verdict.NO_SIGNAL);
        assertThat(forecast.lawForecast()).isEmpty();
        assertThat(forecast.basis()).hasValue(StudyForecast.Basis.FEW_SHOT);
        assertThat(forecast.accuracy().orElseThrow().holds(0.25)).isTrue();
        assertThat(forecast.pReachesLevel().getAsDouble()).isLessThan(0.1);
        assertThat(forecast.reason()).isEmpty();
        assertThat(comparison.errorNats()).isEmpty();
        assertThat(comparison.seenWithinInterval()).isEmpty();
        assertThat(comparison.law()).isEmpty();
        assertThat(comparison.checkpoints())
                .hasSize(4)
                .allMatch(row -> row.within().orElseThrow())
                .allMatch(row -> !row.reachedLevel() && row.byLaw().isEmpty());
        assertThat(comparison.summary()).contains("4 of 4 held-out checkpoints scored within");
        assertThat(EmergenceCurves.of(fit).lossNats()).isEmpty();
    }

    @Test
    void comparesWithTheHeldOutModels() {
        HeldOutComparison comparison = HeldOutComparison.of(fitted);

        assertThat(comparison.checkpoints()).hasSize(4);
        assertThat(comparison.checkpoints())
                .extracting(row -> row.pretrainLossNats().getAsDouble())
                .isSortedAccordingTo((a, b) -> Double.compare(b, a));
        for (HeldOutComparison.HeldOut row : comparison.checkpoints()) {
            assertThat(row.wilson90().holds(row.observed())).isTrue();
            assertThat(row.within()).hasValue(row.predicted().orElseThrow().holds(row.observed()));
        }
        assertThat(comparison.covered()).isBetween(2, 4);
    }

    /** Held-out models past an elbow at 1.9 nats, predicted near 1.84: for stronger models than came true. */
    @Test
    void theErrorIsNegativeWhereEmergenceCameEarly() {
        HeldOutComparison early = comparisonWithElbowAt(1.95);
        assertThat(early.seen().orElseThrow().lossNats()).isCloseTo(1.95, within(0.01));
        assertThat(early.errorNats().getAsDouble()).isBetween(-0.15, 0.0);
        assertThat(early.errorTimesCompute().getAsDouble()).isGreaterThan(1);
        assertThat(early.law().orElseThrow().errorNats().getAsDouble()).isBetween(-0.15, -0.05);
        assertThat(early.law().orElseThrow().seenWithinInterval()).hasValue(false);

        HeldOutComparison late = comparisonWithElbowAt(1.7);
        assertThat(late.errorNats().getAsDouble()).isBetween(0.0, 0.15);
        assertThat(late.law().orElseThrow().errorNats().getAsDouble()).isBetween(0.05, 0.2);
        assertThat(late.errorTimesCompute().getAsDouble()).isLessThan(1);
    }

    private static HeldOutComparison comparisonWithElbowAt(double elbow) {
        List<Observation> rows = new ArrayList<>(ROWS.stream()
                .filter(row -> row.split() == Split.FIT && row.regime() == Regime.FEW_SHOT)
                .map(row -> with(row, row.checkpoint(), 0.25 + Math.max(0, elbow - lossOf(row))))
                .toList());
        for (int i = 0; i < 8; i++) {
            double loss = 1.9 - 0.04 * i;
            Checkpoint checkpoint = Checkpoint.builder()
                    .family("synthetic")
                    .model("large-" + i)
                    .pretrainLossNats(loss)
                    .lossCorpus("simulated")
                    .build();
            Observation like = ROWS.get(0);
            rows.add(Observation.builder()
                    .task(like.task())
                    .checkpoint(checkpoint)
                    .regime(Regime.FEW_SHOT)
                    .examples(5)
                    .seed(1)
                    .accuracy(0.25 + Math.max(0, elbow - loss))
                    .nEval(like.nEval())
                    .split(Split.HELD_OUT)
                    .metric("accuracy")
                    .build());
        }
        return HeldOutComparison.of(UsualStudy.beside(fitted, rows));
    }

    private static double lossOf(Observation row) {
        return row.checkpoint().pretrainLossNats().orElseThrow();
    }

    @Test
    void withoutHeldOutRowsThereIsNothingToCompare() {
        List<Observation> visible =
                ROWS.stream().filter(row -> row.split() == Split.FIT).toList();

        HeldOutComparison comparison = HeldOutComparison.of(UsualStudy.beside(fitted, visible));

        assertThat(comparison.seen()).isEqualTo(Optional.empty());
        assertThat(comparison.summary()).startsWith("No held-out few-shot row yet");
    }

    @Test
    void theFanIsInOrderAndSaysWhatTheForecastSays() {
        PlannedRun plan = compute(1e24, 1000);
        Forecast forecast = forecaster.forecast(plan);
        FanChart fan = FanChart.of(forecaster, plan, forecast).orElseThrow();

        assertThat(fan.unit()).isEqualTo(FanChart.Unit.TRAIN_FLOPS);
        assertThat(fan.points()).hasSizeGreaterThan(40);
        FanChart.Point last = fan.points().get(0);
        for (FanChart.Point point : fan.points()) {
            assertThat(point.x()).isGreaterThanOrEqualTo(last.x());
            assertThat(point.pretrainLossNats().orElseThrow())
                    .isLessThanOrEqualTo(last.pretrainLossNats().orElseThrow());
            assertThat(List.of(point.q05(), point.q25(), point.median(), point.q75(), point.q95()))
                    .isSorted();
            assertThat(point.pReachesLevel()).isBetween(last.pReachesLevel() - 1e-12, 1.0);
            last = point;
        }
        assertThat(fan.planned().orElseThrow()).isCloseTo(1e24, withinPercentage(0.1));
        assertThat(fan.testedTo().orElseThrow()).isLessThan(1e24);
        assertThat(between(fan, 1e24, FanChart.Point::median))
                .isCloseTo(forecast.accuracy().orElseThrow().median(), within(0.01));
        assertThat(between(fan, 1e24, FanChart.Point::pReachesLevel))
                .isCloseTo(forecast.pReachesLevel().orElseThrow(), within(0.01));
    }

    @Test
    void theGridSaysWhatForecastsSayAndFindsTheCheapestRun() {
        PlanGrid grid = PlanGrid.of(
                        forecaster, new PlanGrid.Question(0.4, 0.8, OptionalDouble.of(1e24), OptionalDouble.of(2e12)))
                .orElseThrow();
        int row = 15, column = 20;
        double params = grid.params().get(column), tokens = grid.tokens().get(row);
        OptionalDouble none = OptionalDouble.empty();
        Forecast cell = forecaster.forecast(
                new PlannedRun(OptionalDouble.of(params), OptionalDouble.of(tokens), none, none, 1000));

        assertThat(grid.pReachesLevel().get(row).get(column))
                .isEqualTo(cell.pReachesLevel().orElseThrow());
        assertThat(grid.enough()).isNotEmpty().allSatisfy(run -> {
            assertThat(run.pReachesLevel()).isCloseTo(0.8, within(1e-6));
            assertThat(run.tokens()).isLessThanOrEqualTo(2e12);
            assertThat(run.trainFlops())
                    .isGreaterThanOrEqualTo(grid.cheapest().orElseThrow().trainFlops());
        });
        PlanGrid.Run best = grid.bestInBudget().orElseThrow();
        assertThat(best.trainFlops()).isLessThanOrEqualTo(1e24 * (1 + 1e-12));
        assertThat(best.tokens()).isLessThanOrEqualTo(2e12);
        assertThatThrownBy(() -> new PlanGrid.Question(0.4, 1, none, none))
                .hasMessage("p must be above 0 and below 1, was 1.0");
        assertThatThrownBy(() -> new PlanGrid.Question(0.4, 0.8, OptionalDouble.of(0), none))
                .hasMessageContaining("budget_flops must be positive");
    }

    private static double between(FanChart fan, double x, ToDoubleFunction<FanChart.Point> value) {
        int right = 0;
        while (fan.points().get(right).x() < x) right++;
        FanChart.Point low = fan.points().get(right - 1), high = fan.points().get(right);
        double share = Math.log(x / low.x()) / Math.log(high.x() / low.x());
        return value.applyAsDouble(low) + share * (value.applyAsDouble(high) - value.applyAsDouble(low));
    }

    @Test
    void theBandOfTheChartHoldsItsLine() {
        EmergenceCurves curves = EmergenceCurves.of(fitted);

        assertThat(curves.finetuned())
                .extracting(EmergenceCurves.Line::examples)
                .containsExactly(100L, 400L, 1600L, 6400L, 25600L);
        for (int i = 0; i < curves.lossNats().length; i++) {
            assertThat(curves.fewShotLow()[i]).isLessThanOrEqualTo(curves.fewShotHigh()[i]);
            if (i > 0) assertThat(curves.lossNats()[i]).isGreaterThan(curves.lossNats()[i - 1]);
        }
    }

    @Test
    void aPointWithoutAnIntervalStillForecasts() {
        FittedStudy point = UsualStudy.fit(
                TASK, ROWS, FitOptions.DEFAULT.withLaw(EmergenceLawForm.POWER).withMethod(Method.MLE));

        Forecast forecast = new Forecaster(point).forecast(compute(1e24, 1000));

        assertThat(point.draws()).hasSize(1);
        assertThat(forecast.lawForecast().orElseThrow().pPastElbow()).isIn(0.0, 1.0);
        assertThat(forecast.basis()).hasValue(StudyForecast.Basis.LAW);
    }

    private static Checkpoint checkpoint(Observation row, OptionalDouble compute) {
        OptionalDouble none = OptionalDouble.empty();
        Checkpoint c = row.checkpoint();
        return c.toBuilder()
                .model(c.model() + c.tokens())
                .params(none)
                .tokens(none)
                .trainFlops(compute)
                .build();
    }

    private static Observation with(Observation row, Checkpoint checkpoint, double accuracy) {
        return row.toBuilder()
                .checkpoint(checkpoint)
                .accuracy(accuracy)
                .notes(new TreeMap<>())
                .build();
    }
}
