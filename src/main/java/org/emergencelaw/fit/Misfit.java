package org.emergencelaw.fit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.emergencelaw.fit.leastsquares.FitDesign;
import org.emergencelaw.fit.leastsquares.LeastSquares;
import org.emergencelaw.fit.leastsquares.ProfileInterval;
import org.emergencelaw.format.DisplayNumbers;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Warning;
import org.emergencelaw.statistics.Percentiles;

/**
 * Whether a fitted law describes its rows. Every sign of the contrary is a warning; none of them may stand beside an estimate that is
 * to be relied on.
 *
 * <p>An exponent on the bound of its search is none of them: of simulated tasks that follow the law one in twelve ends there.
 */
final class Misfit {

    /** Posterior and profile do not overlap. */
    static final String APART = "profile_interval_apart";

    /** Run noise of usual studies, accuracy; what items do not explain. */
    private static final double USUAL_RUN_NOISE = 0.02;

    /** Residuals larger than this many times what items and runs explain are none of theirs. */
    private static final double TIMES = 4;

    /** A gap this many times as wide as any other, and of this share of the range, parts the losses in two. */
    private static final double GAP_TIMES = 3;

    private static final double GAP_SHARE = 0.5;

    private static final int FEWEST_LOSSES = 5;

    private Misfit() {}

    /** @param loss where few-shot emergence is put */
    static List<Warning> signs(FitDesign data, LeastSquares.Solution best, Percentiles loss, double residualSd) {
        List<Warning> signs = new ArrayList<>();
        bestFit(data, best, loss).ifPresent(signs::add);
        residuals(data, residualSd).ifPresent(signs::add);
        gap(data).ifPresent(signs::add);
        return signs;
    }

    /** The least-squares elbow lies farther outside the 90% interval than that is wide, or the profile interval lies all outside. */
    private static Optional<Warning> bestFit(FitDesign data, LeastSquares.Solution best, Percentiles loss) {
        double elbow = best.elbows().fewShot();
        if (loss.q05().isEmpty() || loss.q95().isEmpty()) return Optional.empty();
        double low = loss.q05().getAsDouble(), high = loss.q95().getAsDouble(), width = high - low;
        if (elbow >= low - width && elbow <= high + width)
            // the profile interval holds the best fit: if that lies within, the two overlap
            return elbow >= low && elbow <= high ? Optional.empty() : disjoint(data, best, low, high);
        return Optional.of(new Warning(
                "best_fit_outside_interval",
                "The best fit puts emergence at " + DisplayNumbers.decimal3(elbow) + " nats, the 90% interval is "
                        + DisplayNumbers.range3(low, high)
                        + ": prior and rows contradict each other. Look at the losses, their unit first."));
    }

    private static Optional<Warning> disjoint(FitDesign data, LeastSquares.Solution best, double low, double high) {
        ProfileInterval profile = ProfileInterval.of(data, best);
        boolean below = profile.high().isPresent() && profile.high().getAsDouble() < low;
        boolean above = profile.low().isPresent() && profile.low().getAsDouble() > high;
        if (!below && !above) return Optional.empty();
        return Optional.of(new Warning(
                APART,
                "The 90% interval of the posterior, " + DisplayNumbers.range3(low, high)
                        + " nats, and that of the profile likelihood, "
                        + DisplayNumbers.range3(profile.low(), profile.high())
                        + ", do not overlap: the answer is the prior's as much as the rows'."));
    }

    private static Optional<Warning> residuals(FitDesign data, double residualSd) {
        double variance = 0;
        for (Observation row : data.rows) {
            double p = Math.max(0.02, Math.min(0.98, row.accuracy()));
            variance += p * (1 - p) / row.itemsEvaluated() / data.size();
        }
        double usual = Math.sqrt(variance + USUAL_RUN_NOISE * USUAL_RUN_NOISE);
        if (residualSd <= TIMES * usual) return Optional.empty();
        return Optional.of(new Warning(
                "residuals_too_large",
                "Rows lie " + DisplayNumbers.decimal3(residualSd)
                        + " off the fitted law (standard deviation); their items and usual differences of runs explain "
                        + DisplayNumbers.decimal3(usual) + ". The law does not describe them."));
    }

    private static Optional<Warning> gap(FitDesign data) {
        double[] losses = Arrays.stream(data.loss).distinct().sorted().toArray();
        double range = losses[losses.length - 1] - losses[0];
        int widest = 1;
        for (int i = 2; i < losses.length; i++)
            if (losses[i] - losses[i - 1] > losses[widest] - losses[widest - 1]) widest = i;
        double gap = losses[widest] - losses[widest - 1], other = 0;
        for (int i = 1; i < losses.length; i++) if (i != widest) other = Math.max(other, losses[i] - losses[i - 1]);
        boolean twoGroups = losses.length >= FEWEST_LOSSES && widest >= 2 && losses.length - widest >= 2;
        if (!twoGroups || gap < GAP_SHARE * range || gap < GAP_TIMES * other) return Optional.empty();
        return Optional.of(new Warning(
                "losses_in_two_groups",
                "Losses are in two groups, " + DisplayNumbers.range3(losses[0], losses[widest - 1]) + " and "
                        + DisplayNumbers.range3(losses[widest], losses[losses.length - 1])
                        + " nats, with nothing between: are all of one unit and one corpus?"));
    }
}
