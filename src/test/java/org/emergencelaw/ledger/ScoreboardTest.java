package org.emergencelaw.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.assertj.core.data.Offset;
import org.emergencelaw.statistics.ReliabilityDiagram;
import org.junit.jupiter.api.Test;

/** The scoreboard of forecasts whose scores are known by hand. */
class ScoreboardTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Offset<Double> EXACT = within(1e-12);

    /** Locked on one day and resolved ten days later. */
    private static ScoredForecast scored(
            int day, String family, boolean emerged, double p, OptionalDouble rival, double atLoss) {
        ScoredPrediction.Held held =
                new ScoredPrediction.Held(OptionalDouble.of(0.01 * day), OptionalDouble.of(0.5), day % 2 == 0);
        return new ScoredForecast(
                "f" + day,
                family,
                ClaimedEvent.EXCEEDS_TRIVIAL,
                true,
                emerged,
                START.plus(Duration.ofDays(day)),
                START.plus(Duration.ofDays(day + 10)),
                OptionalDouble.of(4),
                List.of(
                        new ScoredPrediction(
                                "forecast", "", OptionalDouble.of(p), Optional.of(held), Optional.of(held)),
                        new ScoredPrediction("rival", "", rival, Optional.empty(), Optional.empty())),
                Optional.of(new ScoredForecast.AtRealisedLoss(1.8, atLoss, true)));
    }

    private static Scoreboard.Row row(Scoreboard board, String key) {
        return board.forecasters().stream()
                .filter(row -> row.key().equals(key))
                .findFirst()
                .orElseThrow();
    }

    private static Scoreboard three() {
        return Scoreboard.of(List.of(
                scored(0, "a", true, 0.9, OptionalDouble.of(0.6), 1.0),
                scored(15, "a", false, 0.3, OptionalDouble.empty(), 0.1),
                scored(30, "b", true, 0.8, OptionalDouble.of(0.5), 0.9)));
    }

    @Test
    void meansAreThoseOfTheClaims() {
        Scoreboard board = three();
        assertThat(board.resolved()).isEqualTo(3);
        assertThat(board.emerged()).isEqualTo(2);
        assertThat(board.families()).isEqualTo(2);
        assertThat(board.enough()).isFalse();
        Scoreboard.Row own = row(board, "forecast");
        assertThat(own.brier().value().orElseThrow()).isCloseTo((0.01 + 0.09 + 0.04) / 3, EXACT);
        assertThat(own.logLoss().value().orElseThrow())
                .isCloseTo(-(Math.log(0.9) + Math.log(0.7) + Math.log(0.8)) / 3, EXACT);
        assertThat(own.discrimination().orElseThrow()).isEqualTo(1);
        assertThat(own.emergenceCrps().value().orElseThrow()).isCloseTo(0.15, EXACT);
        assertThat(own.emergenceWithin().value().orElseThrow()).isCloseTo(2 / 3.0, EXACT);
        assertThat(board.leadDays().orElseThrow().median()).isCloseTo(10, EXACT);
        assertThat(board.leadTimesCompute().orElseThrow().median()).isCloseTo(4, EXACT);
    }

    @Test
    void aRivalIsComparedWhereBothSpoke() {
        Scoreboard.Row rival = row(three(), "rival");
        assertThat(rival.claims()).isEqualTo(2);
        assertThat(rival.abstained()).isEqualTo(1);
        // 0.4^2 and 0.5^2 against 0.1^2 and 0.2^2
        assertThat(rival.brierExcess().value().orElseThrow()).isCloseTo((0.15 + 0.21) / 2, EXACT);
    }

    @Test
    void theBaseRateKnowsOnlyWhatWasDecidedBeforeTheLock() {
        // day 0: nothing is known, 1/2; day 15: one that emerged, 2/3; day 30: one of two, 2/4
        double expected = (0.25 + 4 / 9.0 + 0.25) / 3;
        assertThat(row(three(), Scoreboard.BASE_RATE).brier().value().orElseThrow())
                .isCloseTo(expected, EXACT);
        assertThat(row(three(), Scoreboard.HALF).brier().value().orElseThrow()).isCloseTo(0.25, EXACT);
    }

    @Test
    void theRealisedLossTellsTheErrorsApart() {
        Scoreboard.AtRealisedLoss known = three().atRealisedLoss();
        assertThat(known.brier().value().orElseThrow()).isCloseTo((0 + 0.01 + 0.01) / 3, EXACT);
        assertThat(known.brierAsLocked().value().orElseThrow()).isCloseTo(0.14 / 3, EXACT);
        assertThat(known.accuracyWithin().value().orElseThrow()).isEqualTo(1);
    }

    @Test
    void twentyClaimsAreEnoughForADiagram() {
        List<ScoredForecast> many = new ArrayList<>();
        for (int i = 0; i < Scoreboard.ENOUGH; i++) {
            assertThat(Scoreboard.of(many).enough()).isFalse();
            many.add(scored(i, "f" + i % 6, i % 3 == 0, 0.05 * i, OptionalDouble.empty(), 0.5));
        }
        Scoreboard board = Scoreboard.of(many);
        assertThat(board.enough()).isTrue();
        assertThat(board.reliability().bins().stream()
                        .mapToInt(ReliabilityDiagram.Bin::count)
                        .sum())
                .isEqualTo(Scoreboard.ENOUGH);
        assertThat(row(board, "forecast").brier().q05()).isPresent();
        assertThat(row(board, "rival").brier().value()).isEmpty();
    }

    @Test
    void aFrozenSampleKeepsItsDistribution() {
        double[] draws = new double[2_000];
        for (int i = 0; i < draws.length; i++) draws[i] = i % 10 == 0 ? Double.NEGATIVE_INFINITY : 1 + i / 2_000.0;
        FrozenDistribution sample = FrozenDistribution.of(draws);
        assertThat(sample.never()).isCloseTo(0.1, EXACT);
        assertThat(sample.atoms()).hasSize(25).isSorted();
        assertThat(sample.quantile(0.05)).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(sample.quantile(0.55)).isCloseTo(1.5, within(0.01));
        assertThat(java.util.Arrays.stream(sample.weights()).sum()).isCloseTo(1, EXACT);
        assertThat(sample.values(0)[0]).isZero();
        assertThat(FrozenDistribution.of(new double[] {Double.NEGATIVE_INFINITY})
                        .quantile(0.5))
                .isEqualTo(Double.NEGATIVE_INFINITY);
    }
}
