package org.emergencelaw.rival;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.TreeMap;
import org.emergencelaw.fit.UsualStudy;
import org.emergencelaw.forecast.PlannedRun;
import org.emergencelaw.observation.Checkpoint;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Regime;
import org.emergencelaw.observation.Task;
import org.emergencelaw.statistics.Interval90;
import org.emergencelaw.statistics.Percentiles;
import org.junit.jupiter.api.Test;

/** A world in which log-likelihood is smooth over loss and accuracy a logistic function of it. */
class SurrogateRivalTest {

    private static final Task TASK = new Task("t", "accuracy", 0.25, 5);
    private static final SurrogateRival RIVAL = new SurrogateRival("smooth_surrogate", "d");

    private static double logLikelihood(double loss) {
        return -1.4 * Math.pow(loss / 3, 2.5);
    }

    private static double accuracy(double measure) {
        return 0.25 + 0.75 / (1 + Math.exp(-(measure + 0.62) / 0.09));
    }

    /** Loss at which accuracy is 0.40, by hand: s = -0.62 + 0.09 ln(0.2 / 0.8), L = 3 (-s / 1.4)^0.4. */
    private static final double CROSSING = 3 * Math.pow((0.62 - 0.09 * Math.log(0.25)) / 1.4, 0.4);

    private static Observation row(double loss, double accuracy, String column, double measure) {
        return Observation.builder()
                .task("t")
                .checkpoint(Checkpoint.builder()
                        .family("f")
                        .model("m" + loss)
                        .pretrainLossNats(loss)
                        .build())
                .regime(Regime.FEW_SHOT)
                .examples(5)
                .accuracy(accuracy)
                .nEval(2_000)
                .notes(new TreeMap<>(Map.of(column, Double.toString(measure))))
                .build();
    }

    /** Twelve checkpoints down to a loss, two of them barely above guessing where it is 2.42. */
    private static List<Observation> rows(double strongest, Random random) {
        List<Observation> rows = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            double loss = 3.2 - (3.2 - strongest) * i / 11;
            double s = logLikelihood(loss);
            double run = accuracy(s) + 0.008 * random.nextGaussian();
            double measured =
                    Math.round(2_000 * (run + Math.sqrt(run * (1 - run) / 2_000) * random.nextGaussian())) / 2_000.0;
            rows.add(row(loss, measured, "log_likelihood", s + 0.01 * random.nextGaussian()));
        }
        return rows;
    }

    private static double quantile(double[] draws, double q) {
        double[] sorted = draws.clone();
        Arrays.sort(sorted);
        return Percentiles.quantile(sorted, q);
    }

    @Test
    void theCrossingLiesWithinItsIntervalInMostWorlds() {
        Random random = new Random(5);
        int holds = 0;
        double error = 0;
        for (int world = 0; world < 20; world++) {
            double[] draws = RIVAL.predict(UsualStudy.of(TASK, rows(2.42, random)), world)
                    .crossingLossNats();
            if (quantile(draws, 0.05) <= CROSSING && CROSSING <= quantile(draws, 0.95)) holds++;
            error += Math.abs(quantile(draws, 0.5) - CROSSING) / 20;
        }
        assertThat(holds).isGreaterThanOrEqualTo(16);
        assertThat(error).isLessThan(0.1);
    }

    @Test
    void whereAccuracyIsAtChanceThroughoutTheForecastIsWide() {
        double[] draws =
                RIVAL.predict(UsualStudy.of(TASK, rows(2.75, new Random(5))), 1).crossingLossNats();

        assertThat(quantile(draws, 0.95) - quantile(draws, 0.05)).isGreaterThan(0.5);
    }

    @Test
    void aPlannedLossGetsAnAccuracy() {
        Prediction prediction = RIVAL.predict(UsualStudy.of(TASK, rows(2.3, new Random(5))), 1);
        OptionalDouble none = OptionalDouble.empty();
        PlannedRun plan = new PlannedRun(none, none, none, OptionalDouble.of(2.1), 1_000);

        Interval90 range =
                prediction.outlook().orElseThrow().of(plan, 274).accuracy().orElseThrow();

        assertThat(range.median()).isCloseTo(accuracy(logLikelihood(2.1)), within(0.08));
    }

    @Test
    void withoutASmoothMeasureItAbstains() {
        List<Observation> rows = rows(2.3, new Random(5)).stream()
                .map(row -> row(
                        row.checkpoint().pretrainLossNats().orElseThrow(),
                        row.accuracy(),
                        "exact_match",
                        row.accuracy()))
                .toList();

        assertThat(RIVAL.predict(UsualStudy.of(TASK, rows), 1).abstention())
                .hasValueSatisfying(why -> assertThat(why).contains("smooth measure, such as brier"));
        assertThat(SurrogateRival.cameApart(UsualStudy.of(TASK, rows))).isEmpty();
    }

    @Test
    void theSameSeedGivesTheSameDraws() {
        List<Observation> rows = rows(2.4, new Random(5));

        assertThat(RIVAL.predict(UsualStudy.of(TASK, rows), 3).emergenceLossNats())
                .isEqualTo(RIVAL.predict(UsualStudy.of(TASK, rows), 3).emergenceLossNats());
    }

    @Test
    void aLinkThatCameApartOnTheNewestCheckpointsIsSaid() {
        List<Observation> rows = new ArrayList<>(rows(1.9, new Random(5)));
        assertThat(SurrogateRival.cameApart(UsualStudy.of(TASK, rows))).isEmpty();
        for (int i = 9; i < 12; i++) {
            Observation row = rows.get(i);
            double loss = row.checkpoint().pretrainLossNats().orElseThrow();
            rows.set(i, row(loss, 0.26, "log_likelihood", logLikelihood(loss)));
        }

        assertThat(SurrogateRival.cameApart(UsualStudy.of(TASK, rows))).hasValueSatisfying(warning -> {
            assertThat(warning.code()).isEqualTo("surrogate_came_apart");
            assertThat(warning.message())
                    .contains(
                            "The 3 strongest checkpoints diverged from the link",
                            "accuracy is lower than log-likelihood predicts");
        });
    }
}
