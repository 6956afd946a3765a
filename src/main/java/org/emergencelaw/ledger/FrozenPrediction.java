package org.emergencelaw.ledger;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.emergencelaw.statistics.Interval90;

/**
 * What one forecaster said, frozen with the lock.
 *
 * @param key {@code forecast} for the locked forecast itself, else the rival's
 * @param probability of the claim; absent where it abstains
 * @param basis what {@code probability} is of
 * @param probabilityByItems the same for a run evaluated on each number of {@link LockedForecast#claimItems}; absent in locks of earlier
 *     versions, and where the probability is not of the claim
 * @param emergenceLossNats point of emergence, nats
 * @param accuracy few-shot accuracy of the run, where it says one
 * @param accuracySample its distribution, where it is known
 * @param abstention why it says nothing
 */
public record FrozenPrediction(
        String key,
        String description,
        OptionalDouble probability,
        Optional<Basis> basis,
        Optional<List<Double>> probabilityByItems,
        Optional<FrozenDistribution> emergenceLossNats,
        Optional<Interval90> accuracy,
        Optional<FrozenDistribution> accuracySample,
        Optional<String> abstention) {

    /** What a probability is of. */
    public enum Basis {
        /** The claim by its rule. */
        CLAIM,
        /** The test at level 0.05 without a minimum effect: so rivals stated it in locks made before they followed the rule. */
        EXCEEDS_TRIVIAL,
        /** The share of draws of the elbow above the loss that the locked forecast expects: the rival speaks of no accuracies. */
        PAST_ELBOW,
        /** The same of draws of where the named level is crossed. */
        PAST_CROSSING
    }

    public static final String FORECAST = "forecast";

    static FrozenPrediction abstaining(String key, String description, String reason) {
        return new FrozenPrediction(
                key,
                description,
                OptionalDouble.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(reason));
    }

    /**
     * Probability of the claim for a run that was evaluated on so many items: linear in their logarithm between those for which it was
     * frozen, and beyond them as at the last.
     *
     * @param frozenFor ascending, first the items of the rule
     */
    OptionalDouble probabilityOn(int items, List<Integer> frozenFor) {
        if (probabilityByItems.isEmpty() || items <= frozenFor.get(0)) return probability;
        List<Double> known = probabilityByItems.get();
        int next = 1;
        while (next < frozenFor.size() && frozenFor.get(next) < items) next++;
        if (next == frozenFor.size()) return OptionalDouble.of(known.get(next - 1));
        double low = Math.log(frozenFor.get(next - 1)), high = Math.log(frozenFor.get(next));
        double share = (Math.log(items) - low) / (high - low);
        return OptionalDouble.of(known.get(next - 1) + share * (known.get(next) - known.get(next - 1)));
    }
}
