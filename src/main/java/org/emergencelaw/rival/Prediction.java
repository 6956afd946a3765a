package org.emergencelaw.rival;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import org.emergencelaw.forecast.PlannedRun;
import org.emergencelaw.statistics.Interval90;

/**
 * What a {@link Rival} says: equally weighted draws, or an abstention with its reason.
 *
 * @param emergenceLossNats draws of the few-shot elbow, nats; negative infinity means never; empty with an abstention
 * @param crossingLossNats draws of the loss at which few-shot accuracy crosses {@link EmergenceCriterion#level}; the same as the elbow where the
 *     rival does not tell the two apart
 * @param outlook what it says of planned runs; absent where it cannot
 * @param abstention why there is no prediction
 */
public record Prediction(
        double[] emergenceLossNats, double[] crossingLossNats, Optional<Outlook> outlook, Optional<String> abstention) {

    public Prediction {
        if (abstention.isEmpty() && (emergenceLossNats.length == 0 || crossingLossNats.length == 0))
            throw new IllegalArgumentException("a prediction must have draws, or abstain and say why");
        for (double[] draws : new double[][] {emergenceLossNats, crossingLossNats})
            for (double draw : draws)
                if (!(draw < Double.POSITIVE_INFINITY))
                    throw new IllegalArgumentException(
                            "a draw of the point of emergence must be below infinity, was " + draw);
        emergenceLossNats = emergenceLossNats.clone();
        crossingLossNats = crossingLossNats.clone();
    }

    /** What a rival says of a planned run. */
    public interface Outlook {
        /** @param leastRight fewest right answers on the plan's items by which a claim about it holds */
        Answer of(PlannedRun plan, int leastRight);
    }

    /**
     * The answer for a planned run.
     *
     * @param pReaches probability that the run has the right answers that were asked for, or more
     * @param accuracy accuracy it will score, run noise and finite items included
     */
    public record Answer(OptionalDouble pReaches, Optional<Interval90> accuracy) {

        /** Where a rival cannot say. */
        static final Answer NONE = new Answer(OptionalDouble.empty(), Optional.empty());
    }

    /** A prediction by a rival that does not tell elbow and crossing apart, nor speaks of accuracies. */
    public static Prediction of(double[] emergenceLossNats) {
        return new Prediction(emergenceLossNats, emergenceLossNats, Optional.empty(), Optional.empty());
    }

    /** No prediction. */
    public static Prediction abstain(String reason) {
        return new Prediction(new double[0], new double[0], Optional.empty(), Optional.of(reason));
    }

    public boolean abstains() {
        return abstention.isPresent();
    }

    /** Share of the draws of the elbow that lie above a loss: the probability that it has emerged there. */
    public OptionalDouble emergedAt(double lossNats) {
        return above(emergenceLossNats, lossNats);
    }

    /** The same of the crossing. */
    public OptionalDouble crossedAt(double lossNats) {
        return above(crossingLossNats, lossNats);
    }

    private static OptionalDouble above(double[] draws, double lossNats) {
        return Arrays.stream(draws).map(draw -> draw > lossNats ? 1 : 0).average();
    }
}
