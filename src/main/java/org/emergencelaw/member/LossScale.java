package org.emergencelaw.member;

import java.util.Arrays;
import java.util.List;
import org.emergencelaw.law.ChinchillaLaw;
import org.emergencelaw.law.RunSize;

/**
 * Losses as submitted, and on the scale that the prior of a loss law is stated on: those with the mean and the standard deviation that
 * the law of Hoffmann et al. 2022 gives checkpoints of these sizes. A line of rising slope leads from one to the other.
 *
 * @param mean of the losses as submitted
 * @param standardMean of the same on the other scale
 * @param standardPerSubmitted slope, above 0
 */
record LossScale(double mean, double standardMean, double standardPerSubmitted) {

    /** The scale as it is. */
    static final LossScale SUBMITTED = new LossScale(0, 0, 1);

    private static final ChinchillaLaw HOFFMANN = new ChinchillaLaw(1.69337, 406.401, 0.33917, 410.723, 0.28491);

    /** A loss must be positive. */
    private static final double LEAST = 1e-3;

    /** @param sizes of the checkpoints with these losses, of at least two computes */
    static LossScale of(double[] losses, List<RunSize> sizes) {
        double[] standard = sizes.stream()
                .mapToDouble(size -> HOFFMANN.lossNats(size.params(), size.tokens()))
                .toArray();
        return new LossScale(average(losses), average(standard), deviation(standard) / deviation(losses));
    }

    double standard(double loss) {
        return Math.max(LEAST, standardMean + (loss - mean) * standardPerSubmitted);
    }

    double submitted(double standard) {
        return mean + (standard - standardMean) / standardPerSubmitted;
    }

    private static double average(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    /** Sum of the products of the deviations from the means. */
    static double covariance(double[] x, double[] y) {
        double meanX = average(x), meanY = average(y), sum = 0;
        for (int i = 0; i < x.length; i++) sum += (x[i] - meanX) * (y[i] - meanY);
        return sum;
    }

    /** Standard deviation over the values, not over a population behind them. */
    static double deviation(double[] values) {
        return Math.sqrt(covariance(values, values) / values.length);
    }
}
