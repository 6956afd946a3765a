package org.emergencelaw.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.emergencelaw.backtest.HeldOutForecast.Shown;
import org.emergencelaw.fit.StudyRows;
import org.emergencelaw.fit.UsualStudy;
import org.emergencelaw.observation.Checkpoint;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Regime;
import org.emergencelaw.observation.Split;
import org.emergencelaw.observation.Task;
import org.emergencelaw.rival.Rivals;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A family whose elbows are known: five sizes, the two largest held out, losses {@code 1.5 + 20 N^-0.2 + 200 T^-0.3}. */
class HeldOutForecastTest {

    private static final Task TASK = new Task("known", "accuracy", 0.25, 8);
    private static final double ELBOW_NATS = 5.2, ELBOW_FLOPS = 4e12, SLOPE = 0.3;

    private static List<HeldOutForecast> forecasts = List.of();

    @BeforeAll
    static void forecast() {
        forecasts = HeldOutForecast.of(study(fewShot(HeldOutForecastTest::byLoss)), Shown.ALL_AMOUNTS, 1);
    }

    @Test
    void everyForecasterIsAskedForEverySizeWithoutAVisibleRow() {
        assertThat(forecasts.stream().map(HeldOutForecast::params).distinct()).containsExactly(8e5, 1.6e6);
        for (var rival : Rivals.all())
            assertThat(forecasts)
                    .filteredOn(one -> one.forecaster().equals(rival.key()))
                    .hasSize(4);
        assertThat(forecasts.stream().map(HeldOutForecast::forecaster)).contains("voice_hinge", "voice_line_in_loss");
    }

    @Test
    void whatIsPredictedIsTakenBeforeVisibleRowsShowIt() {
        for (HeldOutForecast one : forecasts) {
            double seen = one.truth().lossNats().orElseThrow();
            // what shows it is two checkpoints past it: one may be visible, and the next visible one would have shown
            // it
            assertThat(one.shownNats()).isBetween(seen - 0.35, seen + 0.45);
        }
        assertThat(forecasts.get(0).truth().lossNats().orElseThrow()).isCloseTo(ELBOW_NATS, within(0.05));
    }

    @Test
    void placesAndClaimsAreThoseOfTheSizeItself() {
        for (HeldOutForecast one : forecasts) {
            double seen = one.truth().lossNats().orElseThrow();
            double tokens = Math.pow(200 / (seen - 1.5 - 20 * Math.pow(one.params(), -0.2)), 1 / 0.3);
            assertThat(one.seenFlops().orElseThrow() / (6 * one.params() * tokens))
                    .isCloseTo(1, within(0.05));
            if (!one.forecaster().equals(Rivals.LARGEST_SEEN)) continue;
            PredictionScore score = one.score().orElseThrow();
            assertThat(score.errorNats().orElseThrow()).isCloseTo(one.shownNats() - seen, within(1e-9));
            HeldOutForecast.Claim claim = one.byFourTimes().orElseThrow();
            assertThat(claim.p()).isEqualTo(1);
            assertThat(claim.brier()).isEqualTo(claim.came() ? 0 : 1);
        }
    }

    @Test
    void whoAbstainsScoresAsTheGuessAtFourTimesTheCompute() {
        assertThat(forecasts)
                .filteredOn(one -> one.forecaster().equals(Rivals.LAW))
                .allMatch(one -> one.abstention().isPresent());

        for (HeldOutRanking ranking : HeldOutRanking.of(forecasts)) {
            HeldOutRanking.Row law = row(ranking, Rivals.LAW), guess = row(ranking, Rivals.CLIMATOLOGY);
            assertThat(law.answered()).isZero();
            assertThat(ranking.rows().get(0).answered()).isEqualTo(2);
            assertThat(ranking.rows().get(ranking.rows().size() - 1).answered()).isZero();
            assertThat(law.cases()).isEqualTo(2);
            assertThat(law.crpsDoublings()).isEqualTo(guess.crpsDoublings());
            assertThat(law.minusCombined()).isEqualTo(guess.minusCombined());
            assertThat(guess.seen()).isEqualTo(2);
            assertThat(row(ranking, Rivals.COMBINED).minusCombined().value().orElseThrow())
                    .isZero();
            // one family: no interval that would promise too much
            assertThat(guess.minusCombined().q05()).isEmpty();
        }
    }

    @Test
    void aControlIsRightlyNeverSeen() {
        List<HeldOutForecast> control = HeldOutForecast.of(study(fewShot(checkpoint -> 0.25)), Shown.ALL_AMOUNTS, 1);

        assertThat(control).isNotEmpty().allMatch(one -> one.truth().notYet());
        for (HeldOutRanking ranking : HeldOutRanking.of(control)) {
            assertThat(row(ranking, "never").crpsDoublings().value().orElseThrow())
                    .isZero();
            assertThat(row(ranking, "never").seen()).isZero();
        }
    }

    @Test
    void sizesThatEmergeAtOneLossSpreadOverComputeAndTheOtherWayRound() {
        for (AxisSpread byLoss : AxisSpread.of(study(fewShot(HeldOutForecastTest::byLoss)), 1)) {
            assertThat(byLoss.sizes()).isEqualTo(5);
            assertThat(byLoss.lossSdNats()).isLessThan(0.03);
            assertThat(byLoss.lossSdDoublings().orElseThrow()).isLessThan(byLoss.computeSdDoublings());
        }
        for (AxisSpread byCompute : AxisSpread.of(study(fewShot(HeldOutForecastTest::byCompute)), 1)) {
            // a hinge over the loss through what bends in it
            assertThat(byCompute.computeSdDoublings()).isLessThan(0.5);
            assertThat(byCompute.computeSdDoublings())
                    .isLessThan(byCompute.lossSdDoublings().orElseThrow());
        }
    }

    @Test
    void elbowsAreSeenByShotsAndByDataAmount() {
        List<Observation> rows = new ArrayList<>(fewShot(HeldOutForecastTest::byLoss));
        for (Checkpoint checkpoint : checkpoints())
            for (long examples : new long[] {2, 64})
                rows.add(row(checkpoint, Regime.FINETUNED, examples, tuned(checkpoint, examples)));

        List<ElbowByAmount> elbows = ElbowByAmount.of(study(rows));

        assertThat(elbows).hasSize(5 * 3);
        for (ElbowByAmount one : elbows) {
            assertThat(one.checkpoints()).isEqualTo(8);
            double there = one.regime() == Regime.FEW_SHOT ? ELBOW_NATS : ELBOW_NATS + 0.1 * Math.log(one.examples());
            if (one.params() < 2e5) continue;
            assertThat(one.elbowNats().orElseThrow()).isCloseTo(there, within(0.02));
            assertThat(one.slopePerNat().orElseThrow()).isCloseTo(SLOPE, within(0.01));
            assertThat(one.crossingNats().orElseThrow())
                    .isLessThan(one.elbowNats().getAsDouble());
        }
    }

    @Test
    void amountsUpToTheShotsAreLeftOutWhereTheLawIsToAnswer() {
        List<Observation> rows = new ArrayList<>(fewShot(HeldOutForecastTest::byLoss));
        for (long examples : new long[] {2, 8, 16})
            rows.add(row(checkpoints().get(0), Regime.FINETUNED, examples, 0.25));
        StudyRows study = study(rows);

        assertThat(Shown.ALL_AMOUNTS.of(study)).isEqualTo(study);
        StudyRows above = Shown.AMOUNTS_ABOVE_SHOTS.of(study);
        assertThat(above.rows().amounts()).containsExactly(16L);
        assertThat(above.fewShot()).isEqualTo(study.fewShot());
    }

    private static double tuned(Checkpoint checkpoint, long examples) {
        return 0.25
                + SLOPE
                        * Math.max(
                                0,
                                ELBOW_NATS
                                        + 0.1 * Math.log(examples)
                                        - checkpoint.pretrainLossNats().orElseThrow());
    }

    private static double byLoss(Checkpoint checkpoint) {
        return 0.25
                + SLOPE * Math.max(0, ELBOW_NATS - checkpoint.pretrainLossNats().orElseThrow());
    }

    private static double byCompute(Checkpoint checkpoint) {
        return 0.25 + 0.1 * Math.max(0, Math.log(checkpoint.trainFlops().orElseThrow() / ELBOW_FLOPS) / Math.log(2));
    }

    private static HeldOutRanking.Row row(HeldOutRanking ranking, String forecaster) {
        return ranking.rows().stream()
                .filter(one -> one.forecaster().equals(forecaster))
                .findFirst()
                .orElseThrow();
    }

    private static StudyRows study(List<Observation> rows) {
        return UsualStudy.of(TASK, rows);
    }

    private static List<Observation> fewShot(ToDoubleFunction<Checkpoint> accuracy) {
        return checkpoints().stream()
                .map(checkpoint -> row(checkpoint, Regime.FEW_SHOT, 8, accuracy.applyAsDouble(checkpoint)))
                .toList();
    }

    private static Observation row(Checkpoint checkpoint, Regime regime, long examples, double accuracy) {
        return Observation.builder()
                .task(TASK.name())
                .checkpoint(checkpoint)
                .regime(regime)
                .examples(examples)
                .accuracy(Math.min(1, accuracy))
                .nEval(4000)
                .split(checkpoint.params().orElseThrow() > 5e5 ? Split.HELD_OUT : Split.FIT)
                .build();
    }

    private static List<Checkpoint> checkpoints() {
        List<Checkpoint> all = new ArrayList<>();
        for (double params = 1e5; params < 2e6; params *= 2)
            for (double tokens = 4e5; tokens < 8e7; tokens *= 2)
                all.add(Checkpoint.builder()
                        .family("known")
                        .model("model-" + params)
                        .params(params)
                        .tokens(tokens)
                        .trainFlops(6 * params * tokens)
                        .pretrainLossNats(1.5 + 20 * Math.pow(params, -0.2) + 200 * Math.pow(tokens, -0.3))
                        .build());
        return all;
    }
}
