package org.emergencelaw.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A locked forecast whose claim was decided yes or no.
 *
 * @param event what was claimed
 * @param said the locked forecast first, then its rivals
 * @param atRealisedLoss the locked forecast, had it known the loss that the run reached: what is wrong with it is the emergence
 *     law's error, and the rest of the locked forecast's error is the loss law's; absent where the loss was not stated or lies
 *     beyond the frozen losses
 */
public record ScoredForecast(
        String forecastId,
        String family,
        ClaimedEvent event,
        boolean prospective,
        boolean emerged,
        Instant lockedAt,
        Instant resolvedAt,
        OptionalDouble timesCompute,
        List<ScoredPrediction> said,
        Optional<AtRealisedLoss> atRealisedLoss) {

    /** @param accuracyWithin whether the 90% interval at that loss holds the accuracy */
    public record AtRealisedLoss(double lossNats, double probability, boolean accuracyWithin) {}

    /** @throws IllegalArgumentException if the outcome is neither yes nor no */
    public static ScoredForecast of(
            String forecastId, LockedForecast lock, ResolvedOutcome outcome, Instant lockedAt, Instant resolvedAt) {
        if (outcome.outcome() == Outcome.INCONCLUSIVE)
            throw new IllegalArgumentException("an inconclusive outcome cannot be scored");
        List<ScoredPrediction> said = new ArrayList<>();
        List<Integer> frozenFor = lock.claimItems().orElse(List.of());
        said.add(ScoredPrediction.of(lock.forecast(), frozenFor, outcome));
        for (FrozenPrediction rival : lock.rivals()) said.add(ScoredPrediction.of(rival, frozenFor, outcome));
        return new ScoredForecast(
                forecastId,
                lock.family(),
                lock.terms().rule().claims(),
                lock.terms().prospective(),
                outcome.outcome() == Outcome.EMERGED,
                lockedAt,
                resolvedAt,
                lock.run().timesCompute(),
                said,
                atRealisedLoss(lock.atLoss(), outcome));
    }

    /** Days from the lock to the outcome. */
    public double leadDays() {
        return Duration.between(lockedAt, resolvedAt).toSeconds() / 86_400.0;
    }

    /** Linear between the frozen losses. */
    private static Optional<AtRealisedLoss> atRealisedLoss(
            List<LockedForecast.AtLoss> frozen, ResolvedOutcome outcome) {
        if (outcome.pretrainLossNats().isEmpty()) return Optional.empty();
        double loss = outcome.pretrainLossNats().getAsDouble();
        for (int i = 1; i < frozen.size(); i++) {
            LockedForecast.AtLoss left = frozen.get(i - 1), right = frozen.get(i);
            if (!(loss >= left.lossNats() && loss <= right.lossNats())) continue;
            double share = (loss - left.lossNats()) / (right.lossNats() - left.lossNats());
            double low = between(left.accuracy().q05(), right.accuracy().q05(), share);
            double high = between(left.accuracy().q95(), right.accuracy().q95(), share);
            return Optional.of(new AtRealisedLoss(
                    loss,
                    between(left.probability(), right.probability(), share),
                    outcome.accuracy() >= low && outcome.accuracy() <= high));
        }
        return Optional.empty();
    }

    private static double between(double left, double right, double share) {
        return left + share * (right - left);
    }
}
