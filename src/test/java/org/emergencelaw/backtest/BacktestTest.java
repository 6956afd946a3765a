package org.emergencelaw.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.emergencelaw.fit.TidyCsv;
import org.emergencelaw.fit.UsualStudy;
import org.emergencelaw.fit.Verdict;
import org.emergencelaw.format.Json;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Split;
import org.emergencelaw.observation.Task;
import org.emergencelaw.rival.EmergenceCriterion;
import org.emergencelaw.rival.Rival;
import org.emergencelaw.rival.Rivals;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The whole chain on {@code data/synthetic}: the truth is E(5) = 1.837 nats. */
class BacktestTest {

    private static final Task TASK = new Task("synthetic_four_choice", "accuracy", 0.25, 5);
    private static final List<Observation> ROWS = TidyCsv.read("data/synthetic/observations.csv");

    private static final Backtest.Work WORK = new Backtest.Work(UsualStudy.of(TASK, ROWS), 1);

    private static List<Backtest.Part> parts;
    private static Backtest backtest;

    @BeforeAll
    static void runOnce() {
        parts = IntStream.range(0, WORK.parts()).parallel().mapToObj(WORK::part).toList();
        backtest = WORK.report(parts);
    }

    private static RivalRanking standing(String rival) {
        return backtest.outcomes().get(0).standings().stream()
                .filter(standing -> standing.rival().equals(rival))
                .findFirst()
                .orElseThrow();
    }

    /** Every other part, made again on one thread, takes the place of its twin. */
    @Test
    void oneThreadOrTwoTheSameBytes() throws Exception {
        Backtest.Work alone = new Backtest.Work(UsualStudy.of(TASK, ROWS), 1);
        List<Backtest.Part> again = IntStream.range(0, alone.parts())
                .mapToObj(i -> i % 2 == 0 ? alone.part(i) : parts.get(i))
                .toList();

        assertThat(Json.mapper().writeValueAsString(alone.report(again)))
                .isEqualTo(Json.mapper().writeValueAsString(backtest));
    }

    @Test
    void partsSurviveBeingKeptAsJson() throws Exception {
        for (int i : new int[] {0, parts.size() - 1}) {
            String kept = Json.mapper().writeValueAsString(parts.get(i));

            assertThat(Json.mapper().writeValueAsString(Json.mapper().readValue(kept, Backtest.Part.class)))
                    .isEqualTo(kept);
        }
    }

    @Test
    void cutsGrowToAllThatIsNotHeldOut() {
        long visible = ROWS.stream().filter(row -> row.split() == Split.FIT).count();
        List<CutResult> trials = backtest.trials();

        assertThat(trials.get(0).checkpoints()).isEqualTo(4);
        assertThat(trials).extracting(CutResult::observations).isSorted();
        assertThat(trials.get(trials.size() - 1).observations()).isEqualTo((int) visible);
        assertThat(trials)
                .allSatisfy(trial -> assertThat(trial.said())
                        .extracting(CutResult.Said::rival)
                        .containsExactlyElementsOf(
                                Rivals.all().stream().map(Rival::key).toList()));
    }

    @Test
    void theTruthIsWhatWasGenerated() {
        ObservedEmergence truth = backtest.outcomes().get(0).truth();

        assertThat(truth.lossNats().orElseThrow()).isCloseTo(1.837, within(0.03));
        assertThat(truth.earliestFlops().orElseThrow()).isGreaterThan(4e22);
    }

    /** What the default prior's wider errors cost where the law holds exactly: it says "cannot tell" at the two shortest cuts. */
    @Test
    void whereTheLawHoldsItIsNearestOnceItAnswers() {
        RivalRanking law = standing(Rivals.LAW);

        assertThat(law.abstained()).isEqualTo(2);
        assertThat(law.covered()).isGreaterThanOrEqualTo(law.answered() - 1);
        assertThat(law.aheadByError().orElseThrow()).isGreaterThan(4);
        assertThat(law.skill().orElseThrow()).isGreaterThan(0.1);
        // whoever abstained at some cut, though its score is good, stands behind whoever never did
        assertThat(backtest.outcomes().get(0).standings())
                .extracting(rival -> rival.abstained() > 0)
                .isSorted();
        for (RivalRanking rival : backtest.outcomes().get(0).standings())
            if (!rival.rival().equals("never") && rival.answered() >= law.answered())
                // what says never, as the last value does, misses by more than all else
                assertThat(rival.medianAbsErrorNats().orElse(Double.POSITIVE_INFINITY))
                        .as(rival.rival())
                        .isGreaterThanOrEqualTo(law.medianAbsErrorNats().orElseThrow());
        assertThat(standing(Rivals.CLIMATOLOGY).skill().orElseThrow()).isZero();
        assertThat(standing("never").covered()).isZero();
    }

    @Test
    void anAbstentionScoresAsTheClimatology() {
        for (CutResult trial : backtest.trials())
            if (trial.said("crossing_line").abstention().isPresent())
                assertThat(RivalRanking.of(backtest.outcomes().get(0).truth(), List.of(trial)).stream()
                                .filter(standing -> standing.rival().equals("crossing_line"))
                                .findFirst()
                                .orElseThrow()
                                .skill()
                                .orElseThrow())
                        .isZero();
        assertThat(standing("crossing_line").abstained()).isPositive();
    }

    @Test
    void ablationsAreThoseOfThePublishedTableAndOurs() {
        Set<String> keys = backtest.ablations().stream().map(Ablated::key).collect(Collectors.toSet());

        assertThat(keys)
                .contains(
                        "full",
                        "minus_1_smallest",
                        "minus_3_smallest",
                        "minus_3_largest",
                        "last_6",
                        "last_3",
                        "every_other_odd",
                        "every_other_even",
                        "minus_4_last",
                        "law_power",
                        "few_shot_shift_off",
                        "shots_times_10");
        Ablated full = backtest.ablations().get(0);
        assertThat(full.lossNats().median().orElseThrow()).isCloseTo(1.837, within(0.05));
        assertThat(full.verdict()).isEqualTo(Verdict.IDENTIFIED);
        assertThat(full.mleAbsErrorNats().orElseThrow()).isLessThan(0.1);
    }

    /** Few-shot accuracy far above guessing at every checkpoint: "not yet" would be wrong, and "seen" too. */
    @Test
    void whereAllCheckpointsArePastNothingIsScored() {
        List<Observation> fewShot = UsualStudy.of(TASK, ROWS).fewShot().rows().stream()
                .map(row -> row.toBuilder().accuracy(0.9).build())
                .toList();
        for (EmergenceCriterion landmark : EmergenceCriterion.values()) {
            ObservedEmergence truth = ObservedEmergence.of(landmark, UsualStudy.of(TASK, fewShot));

            assertThat(truth.lossNats()).as(landmark.name()).isEmpty();
            assertThat(truth.notYet()).as(landmark.name()).isFalse();
            Backtest.Outcome outcome = Backtest.Outcome.of(truth, backtest.trials());
            assertThat(outcome.cuts()).isZero();
            assertThat(outcome.takeaway()).contains("nothing is compared");
        }
        assertThat(backtest.outcomes().get(1).truth().notYet())
                .as("below 0.40 throughout")
                .isTrue();
    }

    @Test
    void aStudyWithoutHistoryIsRefused() {
        assertThatThrownBy(() -> new Backtest.Work(UsualStudy.of(TASK, ROWS.subList(0, 3)), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least four checkpoints");
        assertThatThrownBy(() -> new Backtest.Work(UsualStudy.of(new Task("t", "accuracy", 0.25, 9), ROWS), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("few-shot rows with 9 shots");
    }
}
