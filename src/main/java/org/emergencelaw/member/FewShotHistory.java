package org.emergencelaw.member;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * Few-shot accuracies of the visible checkpoints of one task: all that the voices see beside the emergence law.
 *
 * <p>Kept in ascending order of doublings, so that the order of the rows changes no bit of a forecast; only checkpoints of exactly one
 * compute keep the order given. Zero points are allowed: the voices then say what they believe beforehand.
 *
 * @param points one a checkpoint, at the task's number of shots
 * @param trivialAccuracy what guessing scores, 0 to below 1
 */
public record FewShotHistory(List<Point> points, double trivialAccuracy) {

    /** Farthest that a point or a plan may lie from the strongest visible checkpoint, doublings. */
    static final double MAX_DOUBLINGS = 1_000;

    public FewShotHistory {
        if (!(trivialAccuracy >= 0 && trivialAccuracy < 1))
            throw new IllegalArgumentException(
                    "trivial_accuracy must be at least 0 and below 1, was " + trivialAccuracy);
        points = points.stream()
                .sorted(Comparator.comparingDouble(Point::doublings))
                .toList();
    }

    /** The same checkpoints on another axis. */
    FewShotHistory placed(DoubleUnaryOperator place) {
        return new FewShotHistory(
                points.stream()
                        .map(point ->
                                new Point(place.applyAsDouble(point.doublings()), point.accuracy(), point.items()))
                        .toList(),
                trivialAccuracy);
    }

    /**
     * One checkpoint.
     *
     * @param doublings log2 of its training compute over that of the strongest visible checkpoint, so usually at most 0
     * @param accuracy share of right answers, all seeds together, 0..1
     * @param items evaluated items, all seeds together, at least 1
     */
    public record Point(double doublings, double accuracy, long items) {

        public Point {
            requireDoublings(doublings);
            if (!(accuracy >= 0 && accuracy <= 1))
                throw new IllegalArgumentException("accuracy must be in 0..1, was " + accuracy);
            requireItems(items);
            // -0.0 and 0.0 are one place, and sort as one
            doublings += 0.0;
        }

        /** All seeds of one checkpoint as one point: items add up, accuracies are averaged by items. */
        public static Point pooled(Collection<Point> seeds) {
            if (seeds.isEmpty()) throw new IllegalArgumentException("seeds must not be empty");
            double doublings = seeds.iterator().next().doublings;
            long items = 0;
            double right = 0;
            for (Point seed : seeds) {
                if (seed.doublings != doublings)
                    throw new IllegalArgumentException("seeds must be of one checkpoint, so of equal doublings, were "
                            + doublings + " and " + seed.doublings);
                items = Math.addExact(items, seed.items);
                right += seed.accuracy * seed.items;
            }
            return new Point(doublings, Math.min(1, right / items), items);
        }
    }

    static double requireDoublings(double doublings) {
        if (!(Math.abs(doublings) <= MAX_DOUBLINGS))
            throw new IllegalArgumentException("doublings must be within -" + MAX_DOUBLINGS + ".." + MAX_DOUBLINGS
                    + ", a logarithm of compute and no FLOPs, was " + doublings);
        return doublings;
    }

    static long requireItems(long items) {
        if (items < 1) throw new IllegalArgumentException("items must be at least 1, was " + items);
        return items;
    }
}
