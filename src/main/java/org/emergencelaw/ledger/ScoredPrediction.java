package org.emergencelaw.ledger;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.emergencelaw.statistics.Interval90;
import org.emergencelaw.statistics.ScoringRules;

/**
 * What one forecaster said of one run, held against what happened.
 *
 * @param probability of the claim on the items of the outcome; absent where it abstained
 * @param emergence its point of emergence against the few-shot elbow seen, nats; "never" counts as 0 nats, which no model can reach
 * @param accuracy its accuracy against that of the run
 */
public record ScoredPrediction(
        String key, String description, OptionalDouble probability, Optional<Held> emergence, Optional<Held> accuracy) {

    /** Loss that stands for "never". */
    private static final double NEVER_NATS = 0;

    /** From the 5% to the 95% point of a normal distribution, in standard deviations. */
    private static final double WIDTH_90 = 2 * 1.6448536269514722;

    /**
     * A distribution against a value that was seen.
     *
     * @param crps continuous ranked probability score, in the unit of the value
     * @param pit probability integral transform, 0..1; absent where only an interval is known
     * @param within whether the 90% interval holds the value
     */
    public record Held(OptionalDouble crps, OptionalDouble pit, boolean within) {}

    /** @param frozenFor numbers of items for which its probability was frozen */
    static ScoredPrediction of(FrozenPrediction frozen, List<Integer> frozenFor, ResolvedOutcome outcome) {
        Optional<Held> emergence = outcome.emergenceLossNats().isPresent()
                ? frozen.emergenceLossNats()
                        .map(sample -> held(sample, outcome.emergenceLossNats().getAsDouble()))
                : Optional.empty();
        Optional<Held> accuracy = frozen.accuracySample().isPresent()
                ? frozen.accuracySample().map(sample -> held(sample, outcome.accuracy()))
                : frozen.accuracy().map(range -> held(range, outcome.accuracy()));
        return new ScoredPrediction(
                frozen.key(),
                frozen.description(),
                frozen.probabilityOn(outcome.items(), frozenFor),
                emergence,
                accuracy);
    }

    private static Held held(FrozenDistribution sample, double seen) {
        double[] values = sample.values(NEVER_NATS), weights = sample.weights();
        return new Held(
                OptionalDouble.of(ScoringRules.crps(values, weights, seen)),
                OptionalDouble.of(ScoringRules.pit(values, weights, seen)),
                seen >= sample.quantile(0.05) && seen <= sample.quantile(0.95));
    }

    /** Where no more than a median and an interval is known, a normal distribution of that width is what it says. */
    private static Held held(Interval90 range, double seen) {
        double sd = (range.q95() - range.q05()) / WIDTH_90;
        return new Held(
                sd > 0 ? OptionalDouble.of(ScoringRules.crpsNormal(range.median(), sd, seen)) : OptionalDouble.empty(),
                OptionalDouble.empty(),
                range.holds(seen));
    }
}
