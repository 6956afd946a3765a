package org.emergencelaw.ledger;

import java.util.Optional;
import java.util.OptionalDouble;
import org.emergencelaw.statistics.Interval90;

/**
 * What one forecaster said, frozen with the lock.
 *
 * @param key {@code forecast} for the locked forecast itself, else the rival's
 * @param probability of the claim; absent where it abstains
 * @param basis what {@code probability} is of
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
                Optional.of(reason));
    }
}
