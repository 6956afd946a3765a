package org.emergencelaw.suite;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.emergencelaw.forecast.Forecaster;
import org.emergencelaw.observation.Task;
import org.emergencelaw.statistics.Accuracy;
import org.emergencelaw.statistics.Percentiles;

/**
 * One task of a suite among the others: what each checkpoint scored, and where the level is forecast to be reached.
 *
 * @param level the named level
 * @param reached submitted checkpoints that have reached it
 * @param crossingFlops where few-shot accuracy reaches it, FLOPs at 20 tokens per parameter; absent where nothing tells
 */
public record TaskEmergence(
        Task task, double level, int reached, Optional<Percentiles> crossingFlops, List<SeenAccuracy> seen) {

    /** Equally likely values that stand for a distribution. */
    private static final int DRAWS = 40;

    public static TaskEmergence of(
            Task task, double level, List<SeenAccuracy> seen, Optional<Percentiles> crossingFlops) {
        int reached = (int) seen.stream().filter(one -> one.accuracy() >= level).count();
        return new TaskEmergence(task, level, reached, crossingFlops, seen);
    }

    /** By what a checkpoint counts as having the ability. */
    public enum Criterion {
        LEVEL("the named level"),
        ABOVE_GUESSING("a test against guessing"),
        TENTH("a tenth of the way from guessing to 1"),
        FIFTH("a fifth of the way from guessing to 1"),
        THIRD("a third of the way from guessing to 1"),
        HALF("half of the way from guessing to 1");

        private final String words;

        Criterion(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }

        private double share() {
            return switch (this) {
                case TENTH -> 0.1;
                case FIFTH -> 0.2;
                case THIRD -> 1 / 3.0;
                default -> 0.5;
            };
        }
    }

    boolean has(SeenAccuracy seen, Criterion by) {
        double trivial = task.trivialAccuracy();
        return switch (by) {
            case LEVEL -> seen.accuracy() >= level;
            case ABOVE_GUESSING ->
                seen.right() >= Accuracy.minRightAboveTrivial(seen.items(), trivial, Forecaster.TEST_LEVEL);
            default -> seen.accuracy() >= trivial + by.share() * (1 - trivial);
        };
    }

    /** Median compute; infinite where it is never reached, or nothing tells. */
    double place() {
        return crossingFlops
                .map(flops -> flops.median().orElse(Double.POSITIVE_INFINITY))
                .orElse(Double.POSITIVE_INFINITY);
    }

    /** Equally likely log10 computes, ascending; infinite for never. */
    double[] draws() {
        Percentiles of = crossingFlops.orElseThrow();
        double[] at = {0.05, 0.10, 0.25, 0.5, 0.75, 0.90, 0.95};
        OptionalDouble[] known = {of.q05(), of.q10(), of.q25(), of.median(), of.q75(), of.q90(), of.q95()};
        double[] draws = new double[DRAWS];
        for (int i = 0; i < DRAWS; i++) draws[i] = quantile((i + 0.5) / DRAWS, at, known);
        return draws;
    }

    private static double quantile(double p, double[] at, OptionalDouble[] known) {
        int above = 0;
        while (above < at.length && at[above] < p) above++;
        int low = Math.max(0, above - 1), high = Math.min(at.length - 1, above);
        if (known[high].isEmpty() || known[low].isEmpty()) return Double.POSITIVE_INFINITY;
        double from = Math.log10(known[low].getAsDouble()), to = Math.log10(known[high].getAsDouble());
        if (low == high) return from;
        return from + (to - from) * Math.min(1, (p - at[low]) / (at[high] - at[low]));
    }
}
