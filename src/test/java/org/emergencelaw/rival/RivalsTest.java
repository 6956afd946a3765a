package org.emergencelaw.rival;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.emergencelaw.fit.TidyCsv;
import org.emergencelaw.fit.UsualStudy;
import org.emergencelaw.forecast.PlannedRun;
import org.emergencelaw.observation.Checkpoint;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Regime;
import org.emergencelaw.observation.Split;
import org.emergencelaw.observation.Task;
import org.emergencelaw.statistics.Percentiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every rival on studies whose truth is known. */
class RivalsTest {

    private static final Task TASK = new Task("synthetic_four_choice", "accuracy", 0.25, 5);
    private static final List<Observation> ROWS = TidyCsv.read("data/synthetic/observations.csv");

    static List<Rival> all() {
        return Rivals.all();
    }

    private static Rival rival(String key) {
        return Rivals.all().stream()
                .filter(rival -> rival.key().equals(key))
                .findFirst()
                .orElseThrow();
    }

    private static double median(Prediction prediction) {
        double[] sorted = prediction.emergenceLossNats();
        Arrays.sort(sorted);
        return Percentiles.quantile(sorted, 0.5);
    }

    /** Noiseless few-shot rows of 12 checkpoints, L = 1.5 + 0.7 (C / 1e21)^-0.15, of 10,000 items. */
    private static List<Observation> fewShot(java.util.function.DoubleUnaryOperator accuracyOfFlops) {
        List<Observation> rows = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            double flops = 1e21 * Math.pow(1.6, i);
            rows.add(row(flops, Regime.FEW_SHOT, 5, accuracyOfFlops.applyAsDouble(flops)));
        }
        return rows;
    }

    private static Observation row(double flops, Regime regime, long examples, double accuracy) {
        Checkpoint checkpoint = Checkpoint.builder()
                .family("family")
                .model("model at " + flops)
                .trainFlops(flops)
                .pretrainLossNats(loss(flops))
                .build();
        return Observation.builder()
                .task(TASK.name())
                .checkpoint(checkpoint)
                .regime(regime)
                .examples(examples)
                .accuracy(accuracy)
                .nEval(10_000)
                .metric("accuracy")
                .build();
    }

    private static double loss(double flops) {
        return 1.5 + 0.7 * Math.pow(flops / 1e21, -0.15);
    }

    @ParameterizedTest
    @MethodSource("all")
    void sameSeedSamePrediction(Rival rival) {
        Prediction one = rival.predict(UsualStudy.of(TASK, ROWS), 7),
                other = rival.predict(UsualStudy.of(TASK, ROWS), 7);

        assertThat(one.emergenceLossNats()).isEqualTo(other.emergenceLossNats());
        assertThat(one.crossingLossNats()).isEqualTo(other.crossingLossNats());
    }

    @ParameterizedTest
    @MethodSource("all")
    void heldOutRowsAreNotLookedAt(Rival rival) {
        List<Observation> visible =
                ROWS.stream().filter(row -> row.split() == Split.FIT).toList();

        assertThat(rival.predict(UsualStudy.of(TASK, ROWS), 1).emergenceLossNats())
                .isEqualTo(rival.predict(UsualStudy.of(TASK, visible), 1).emergenceLossNats());
    }

    @ParameterizedTest
    @MethodSource("all")
    void whoHasNothingToGoByAbstainsAndSaysWhyOrNeedsNothing(Rival rival) {
        Prediction prediction = rival.predict(UsualStudy.of(TASK, List.of()), 1);

        if (!rival.key().equals("never"))
            assertThat(prediction.abstention().orElseThrow()).isNotBlank();
    }

    @Test
    void fewShotHingeFindsAnElbowThatIsThere() {
        Prediction prediction = rival("few_shot_relu")
                .predict(UsualStudy.of(TASK, fewShot(flops -> 0.25 + 1.1 * Math.max(0, 1.95 - loss(flops)))), 1);

        assertThat(median(prediction)).isCloseTo(1.95, within(0.02));
        double[] crossing = prediction.crossingLossNats();
        Arrays.sort(crossing);
        assertThat(Percentiles.quantile(crossing, 0.5)).isCloseTo(1.95 - 0.15 / 1.1, within(0.02));
    }

    /** Elbow two doublings past the weakest checkpoint but one; the loss there is that of its compute. */
    @Test
    void theHingeInComputeFindsAnElbowThatIsThere() {
        double elbow = 1e21 * Math.pow(1.6, 5);
        Prediction prediction = rival("compute_hinge")
                .predict(
                        UsualStudy.of(
                                TASK,
                                fewShot(flops -> 0.25 + 0.05 * Math.max(0, Math.log(flops / elbow) / Math.log(2)))),
                        1);

        assertThat(median(prediction)).isCloseTo(loss(elbow), within(0.03));
    }

    /** A line that gains 0.05 a doubling from 0.05 reaches 0.25 after 4 and 0.40 after 7 doublings. */
    @Test
    void theLineInComputeIsReadWhereItReachesGuessingAndTheLevel() {
        Prediction prediction = rival("log_compute_line")
                .predict(UsualStudy.of(TASK, fewShot(flops -> 0.05 + 0.05 * Math.log(flops / 1e21) / Math.log(2))), 1);
        double[] crossing = prediction.crossingLossNats();
        Arrays.sort(crossing);

        assertThat(median(prediction)).isCloseTo(loss(1e21 * Math.pow(2, 4)), within(0.01));
        assertThat(Percentiles.quantile(crossing, 0.5)).isCloseTo(loss(1e21 * Math.pow(2, 7)), within(0.01));
    }

    /** 0.30, and steps of 0.01: what it has not shown never comes, and a run scores 0.30 give or take 1.645 steps. */
    @Test
    void theLastValueStays() {
        List<Observation> rows = new ArrayList<>();
        for (int i = 0; i < 4; i++) rows.add(at(2.2 - 0.1 * i, 0.27 + 0.01 * i));
        Prediction prediction = rival("last_value").predict(UsualStudy.of(TASK, rows), 1);
        OptionalDouble none = OptionalDouble.empty();
        Prediction.Answer answer = prediction
                .outlook()
                .orElseThrow()
                .of(new PlannedRun(none, none, none, OptionalDouble.of(1.5), 1000), 300);

        assertThat(prediction.crossingLossNats()).containsExactly(Double.NEGATIVE_INFINITY);
        assertThat(median(prediction)).isCloseTo(1.9, within(1e-12));
        assertThat(answer.accuracy().orElseThrow().median()).isCloseTo(0.30, within(1e-9));
        assertThat(answer.accuracy().orElseThrow().q95()).isCloseTo(0.30 + 1.6448536 * 0.01, within(1e-6));
        // (0.2995 - 0.30) / 0.01 = -0.05, and Phi(0.05) = 0.5199388
        assertThat(answer.pReaches().orElseThrow()).isCloseTo(0.5199388, within(1e-6));
    }

    /** Middle at ln C = ln 1e22 and steepness 1.2: its tangent meets the floor at 1e22 exp(-2 / 1.2). */
    @Test
    void fewShotLogisticFindsTheElbowOfALogistic() {
        Prediction prediction = rival("few_shot_logistic")
                .predict(UsualStudy.of(TASK, fewShot(flops -> 0.25 + 0.75 / (1 + Math.pow(flops / 1e22, -1.2)))), 1);

        assertThat(median(prediction)).isCloseTo(loss(1e22 * Math.exp(-2 / 1.2)), within(0.02));
    }

    /** Elbows at 2.0 + 0.03 ln D, read at 5 shots. */
    @Test
    void linesThroughElbowsAndCrossingsAreReadAtTheShots() {
        List<Observation> rows = new ArrayList<>();
        for (long examples : new long[] {50, 200, 800, 3200})
            for (int i = 0; i < 40; i++) {
                double flops = 1e21 * Math.pow(1.12, i), elbow = 1.8 + 0.03 * Math.log(examples);
                rows.add(row(flops, Regime.FINETUNED, examples, 0.25 + 2 * Math.max(0, elbow - loss(flops))));
            }
        double expected = 1.8 + 0.03 * Math.log(5);

        assertThat(median(rival("elbow_line").predict(UsualStudy.of(TASK, rows), 1)))
                .isCloseTo(expected, within(0.005));
        assertThat(median(rival("crossing_line").predict(UsualStudy.of(TASK, rows), 1)))
                .isCloseTo(expected - 0.15 / 2, within(0.005));
    }

    @Test
    void theGuessSaysFourTimesTheLargestCompute() {
        List<Observation> rows = fewShot(flops -> 0.25);
        double largest = 1e21 * Math.pow(1.6, 11);

        Prediction prediction = rival(Rivals.CLIMATOLOGY).predict(UsualStudy.of(TASK, rows), 1);

        assertThat(median(prediction)).isCloseTo(loss(4 * largest), within(0.01));
    }

    @Test
    void aSlopeOfItsOwnIsSharedWhereTheTruthSharesIt() {
        Prediction law = rival(Rivals.LAW).predict(UsualStudy.of(TASK, ROWS), 1);
        Prediction free = rival("free_few_shot_slope").predict(UsualStudy.of(TASK, ROWS), 1);

        assertThat(median(free)).isCloseTo(median(law), within(0.03));
    }

    @Test
    void thoseWhoSpeakOfAccuraciesAnswerAPlan() {
        OptionalDouble none = OptionalDouble.empty();
        PlannedRun byLoss = new PlannedRun(none, none, none, OptionalDouble.of(1.5), 1000);
        PlannedRun bySize = new PlannedRun(OptionalDouble.of(1e13), OptionalDouble.of(1e15), none, none, 1000);
        for (PlannedRun strong : List.of(byLoss, bySize))
            for (String key : List.of(
                    Rivals.COMBINED,
                    Rivals.LAW,
                    "free_few_shot_slope",
                    "few_shot_relu",
                    "few_shot_logistic",
                    "compute_hinge")) {
                Prediction.Outlook outlook = rival(key)
                        .predict(UsualStudy.of(TASK, ROWS), 1)
                        .outlook()
                        .orElseThrow();
                Prediction.Answer answer = outlook.of(strong, 274);

                // 274 of 1000 items are the fewest that beat a quarter at level 0.05
                assertThat(answer.pReaches().orElseThrow()).as(key).isBetween(0.2, 1.0);
                assertThat(outlook.of(strong, 400).pReaches().orElseThrow())
                        .as(key)
                        .isLessThanOrEqualTo(answer.pReaches().orElseThrow());
                assertThat(outlook.of(strong, 1001).pReaches()).as(key).hasValue(0);
                assertThat(answer.accuracy().orElseThrow().q95()).as(key).isGreaterThan(0.3);
            }
        Optional<Prediction.Outlook> silent =
                rival("elbow_line").predict(UsualStudy.of(TASK, ROWS), 1).outlook();
        assertThat(silent).isEmpty();
    }

    /** Isotonic by hand: 0.2, 0.3, 0.25, 0.5, 0.6 over falling loss pools 0.3 and 0.25 into 0.275 at 2.05. */
    @Test
    void aCrossingIsReadOffThePooledAccuracies() {
        List<Observation> rows = new ArrayList<>();
        double[] accuracy = {0.2, 0.3, 0.25, 0.5, 0.6};
        double[] losses = {2.2, 2.1, 2.0, 1.9, 1.8};
        for (int i = 0; i < losses.length; i++) rows.add(at(losses[i], accuracy[i]));

        assertThat(LevelCrossing.of(0.4, rows).orElseThrow())
                .isCloseTo(2.05 - 0.15 * (0.4 - 0.275) / (0.5 - 0.275), within(1e-12));
        assertThat(LevelCrossing.of(0.7, rows)).isEmpty();
        assertThat(LevelCrossing.of(0.55, rows))
                .as("one checkpoint above is none")
                .isEmpty();
    }

    private static Observation at(double loss, double accuracy) {
        Observation like = row(1e21, Regime.FEW_SHOT, 5, accuracy);
        Checkpoint checkpoint = Checkpoint.builder()
                .family("family")
                .model("model at " + loss)
                .pretrainLossNats(loss)
                .build();
        return like.toBuilder().checkpoint(checkpoint).accuracy(accuracy).build();
    }
}
