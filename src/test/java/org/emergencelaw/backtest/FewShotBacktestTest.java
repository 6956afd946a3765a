package org.emergencelaw.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.emergencelaw.fit.TidyCsv;
import org.emergencelaw.fit.UsualStudy;
import org.emergencelaw.format.Json;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Regime;
import org.emergencelaw.observation.Task;
import org.emergencelaw.rival.EmergenceCriterion;
import org.emergencelaw.rival.Rivals;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A history without finetuned rows: the few-shot rows of {@code data/synthetic}. */
class FewShotBacktestTest {

    private static final Task TASK = new Task("synthetic_four_choice", "accuracy", 0.25, 5);
    private static final List<Observation> ROWS = TidyCsv.read("data/synthetic/observations.csv").stream()
            .filter(row -> row.regime() == Regime.FEW_SHOT && row.examples() == TASK.shots())
            .toList();

    private static Backtest backtest;

    @BeforeAll
    static void runOnce() {
        backtest = run(true);
    }

    private static Backtest run(boolean parallel) {
        Backtest.Work work = new Backtest.Work(UsualStudy.of(TASK, ROWS), 1);
        IntStream parts = IntStream.range(0, work.parts());
        return work.report(
                (parallel ? parts.parallel() : parts).mapToObj(work::part).toList());
    }

    @Test
    void cutsBeginAtThreeCheckpointsAndTheLawAbstains() {
        assertThat(backtest.trials().get(0).checkpoints()).isEqualTo(3);
        assertThat(backtest.ablations()).isEmpty();
        assertThat(backtest.trials()).allSatisfy(trial -> {
            assertThat(trial.said(Rivals.LAW).abstention()).isPresent();
            assertThat(trial.said(Rivals.COMBINED).abstention()).isEmpty();
        });
    }

    @Test
    void everyPredictionKeepsItsQuantiles() {
        for (CutResult trial : backtest.trials())
            for (CutResult.Said said : trial.said())
                for (PredictionScore score : said.scores()) {
                    List<OptionalDouble> nats = score.quantilesNats().orElseThrow();
                    List<OptionalDouble> doublings =
                            score.inDoublings().orElseThrow().quantiles();
                    assertThat(nats).hasSize(41);
                    assertThat(doublings).hasSize(41);
                    assertThat(nats.stream().filter(OptionalDouble::isPresent).map(OptionalDouble::getAsDouble))
                            .isSortedAccordingTo((a, b) -> Double.compare(b, a));
                    assertThat(doublings.stream()
                                    .filter(OptionalDouble::isPresent)
                                    .map(OptionalDouble::getAsDouble))
                            .isSorted();
                    if (score.medianNats().isPresent())
                        assertThat(nats.get(20).orElseThrow())
                                .isCloseTo(score.medianNats().getAsDouble(), within(1e-6));
                }
    }

    @Test
    void everyCutSaysWhetherItIsScoredAndWhyNot() {
        for (EmergenceCriterion landmark : EmergenceCriterion.values()) {
            long scored = backtest.trials().stream()
                    .map(trial -> trial.uses().orElseThrow().get(landmark.ordinal()))
                    .filter(use -> {
                        assertThat(use.landmark()).isEqualTo(landmark);
                        assertThat(use.whyNot().isEmpty()).isEqualTo(use.scored());
                        return use.scored();
                    })
                    .count();
            assertThat(scored)
                    .isEqualTo(backtest.outcomes().get(landmark.ordinal()).cuts());
        }
    }

    @Test
    void whoAbstainedIsNotNamedBest() {
        for (Backtest.Outcome outcome : backtest.outcomes()) {
            List<RivalRanking> standings = outcome.standings();
            assertThat(standings).isNotEmpty();
            assertThat(RivalRanking.best(standings)).isEqualTo(standings.get(0));
            assertThat(standings.get(0).abstained()).isZero();
            assertThat(standings.get(standings.size() - 1).answered()).isZero();
            assertThat(outcome.takeaway()).contains("the emergence law abstained");
        }
    }

    @Test
    void oneThreadOrTwoTheSameBytesAndTheSameAfterBeingKept() {
        String bytes = Json.write(backtest);

        assertThat(Json.write(run(false))).isEqualTo(bytes);
        assertThat(Json.write(Json.read(bytes, Backtest.class))).isEqualTo(bytes);
    }

    /** Five families of the same study: every drawn family says the same, so the interval is the difference itself. */
    @Test
    void differencesToTheCombinedForecastAreBootstrappedOverFamilies() {
        List<Backtest> studies = new ArrayList<>();
        for (int i = 0; i < 5; i++) studies.add(ofFamily("family " + i));
        MultiStudyRanking elbow = MultiStudyRanking.of(studies, Clusters.NONE).get(0);

        assertThat(elbow.rows()).allSatisfy(row -> {
            assertThat(row.minusCombined().families()).isEqualTo(5);
            assertThat(row.minusCombined().q05().orElseThrow())
                    .isCloseTo(row.minusCombined().value().orElseThrow(), within(1e-12));
            if (row.answered() == 0) assertThat(row.won()).isZero();
            if (row.rival().equals(Rivals.COMBINED))
                assertThat(row.minusCombined().value().orElseThrow()).isZero();
        });
        assertThat(MultiStudyRanking.of(studies.subList(0, 4), Clusters.NONE)
                        .get(0)
                        .rows())
                .allSatisfy(row -> assertThat(row.minusCombined().q05()).isEmpty());
    }

    @Test
    void familiesOfAClusterCountAsOne() {
        List<Backtest> studies = new ArrayList<>();
        for (String family : List.of("lab 1", "lab 2", "lab 3", "a", "b", "c")) studies.add(ofFamily(family));
        MultiStudyRanking apart = MultiStudyRanking.of(studies, Clusters.NONE).get(0);
        MultiStudyRanking together = MultiStudyRanking.of(studies, Clusters.of(List.of("lab=lab *, tiny")))
                .get(0);

        assertThat(apart.clusters()).isEqualTo(6);
        assertThat(apart.rows().get(0).minusCombined().q05()).isPresent();
        assertThat(together.clusters()).isEqualTo(4);
        assertThat(together.studies()).isEqualTo(6);
        assertThat(together.rows().get(0).minusCombined().q05()).isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Clusters.of(List.of("lab")))
                .withMessage("cluster must be NAME=FAMILY,FAMILY, was lab");
    }

    /** Losses that fall by 0.06 a doubling of compute are what stands in for them. */
    @Test
    void aStudyWithoutLossesIsReplayedByItsCompute() {
        List<Observation> bare = new ArrayList<>();
        for (Observation row : ROWS)
            bare.add(row.withCheckpoint(row.checkpoint().toBuilder()
                    .pretrainLossNats(OptionalDouble.empty())
                    .build()));
        Backtest.Work work = new Backtest.Work(UsualStudy.of(TASK, bare), 1);
        Backtest replayed = work.report(
                IntStream.range(0, work.parts()).mapToObj(work::part).toList());

        assertThat(backtest.natsPerDoubling()).isEmpty();
        assertThat(replayed.natsPerDoubling()).hasValue(0.06);
        assertThat(replayed.trials()).hasSameSizeAs(backtest.trials());
        double largest = UsualStudy.rows(bare).largestFlops().orElseThrow();
        for (CutResult trial : replayed.trials()) {
            double strongest = trial.trainFlops().orElseThrow();
            assertThat(trial.leastLossNats())
                    .isCloseTo(4 - 0.06 * Math.log(strongest / largest) / Math.log(2), within(1e-9));
            assertThat(trial.said(Rivals.COMBINED).abstention()).isEmpty();
        }
        assertThat(Json.write(Json.read(Json.write(replayed), Backtest.class))).isEqualTo(Json.write(replayed));
    }

    private static Backtest ofFamily(String family) {
        return new Backtest(
                backtest.task(),
                family,
                backtest.trivialAccuracy(),
                backtest.shots(),
                backtest.level(),
                backtest.outcomes(),
                backtest.trials(),
                backtest.sizes(),
                backtest.ablations(),
                backtest.inputSha256(),
                backtest.seed(),
                backtest.version(),
                backtest.natsPerDoubling());
    }
}
