package org.emergencelaw.metric;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.emergencelaw.format.DisplayNumbers;

/**
 * Which metrics hold the sharp rises of a collection of series. If abilities emerged, they would do so under any metric; where a
 * few metrics hold nearly all high emergence scores, the metrics make them.
 *
 * @param highFrom score from which a series counts as high; unbounded rises count too
 * @param series number of series
 * @param high number of high series
 * @param metrics share of each metric, the largest share of the high scores first
 * @param ranked series by score, the highest first; an unbounded score stands above all others
 * @see <a href="https://arxiv.org/abs/2304.15004">Schaeffer et al. 2023, section 4</a>: over 92% of hand-annotated emergent
 *     abilities on BIG-Bench stand under two metrics
 */
public record MetaAnalysis(double highFrom, int series, int high, List<Share> metrics, List<Scored> ranked) {

    /** A straight climb of m points scores {@code m - 1}; this is beyond what nearly all of them have. */
    public static final double HIGH_FROM = 25;

    /** A series with its score. */
    public record Scored(String task, String metric, String family, int points, EmergenceScore score) {}

    /**
     * One metric among all.
     *
     * @param series series under it
     * @param high its high ones
     * @param unbounded its rises that have no finite score, among the high ones
     * @param tooShort series of fewer than three points, which have no score
     * @param shareOfSeries {@code series / all series}
     * @param shareOfHigh {@code high / all high}; absent when nothing is high
     * @param medianScore median of the scores, unbounded ones at the ends; absent when it is unbounded
     */
    public record Share(
            String metric,
            int series,
            int high,
            int unbounded,
            int tooShort,
            double shareOfSeries,
            OptionalDouble shareOfHigh,
            OptionalDouble medianScore) {}

    /** @param highFrom score from which a series counts as high, positive */
    public static MetaAnalysis of(Collection<MetricSeries> all, double highFrom) {
        if (!(highFrom > 0 && highFrom < Double.POSITIVE_INFINITY))
            throw new IllegalArgumentException("the high score must be positive and finite, was " + highFrom);
        List<Scored> ranked = new ArrayList<>(all.size());
        for (MetricSeries one : all)
            ranked.add(new Scored(
                    one.task(),
                    one.metric(),
                    one.family(),
                    one.values().length,
                    EmergenceScore.of(one.values(), one.higherIsBetter())));
        ranked.sort(Comparator.comparingDouble((Scored scored) -> scored.score().rank())
                .reversed()
                .thenComparing(Comparator.comparingDouble(
                                (Scored scored) -> scored.score().range())
                        .reversed())
                .thenComparing(Scored::task)
                .thenComparing(Scored::metric)
                .thenComparing(Scored::family));
        int high = (int) ranked.stream().filter(s -> s.score().high(highFrom)).count();
        return new MetaAnalysis(highFrom, ranked.size(), high, shares(ranked, highFrom, high), ranked);
    }

    private static List<Share> shares(List<Scored> ranked, double highFrom, int allHigh) {
        Map<String, List<EmergenceScore>> byMetric = new TreeMap<>();
        for (Scored scored : ranked)
            byMetric.computeIfAbsent(scored.metric(), metric -> new ArrayList<>())
                    .add(scored.score());
        List<Share> shares = new ArrayList<>();
        byMetric.forEach((metric, scores) -> shares.add(share(metric, scores, highFrom, allHigh, ranked.size())));
        shares.sort(Comparator.comparingInt(Share::high).reversed().thenComparing(Share::metric));
        return shares;
    }

    private static Share share(String metric, List<EmergenceScore> scores, double highFrom, int allHigh, int all) {
        int high = (int) scores.stream().filter(score -> score.high(highFrom)).count();
        int unbounded = (int) scores.stream()
                .filter(score -> score.kind() == EmergenceScore.Kind.UNBOUNDED && score.rising())
                .count();
        // scores stand in the order of their rank
        double middle = (scores.get((scores.size() - 1) / 2).rank()
                        + scores.get(scores.size() / 2).rank())
                / 2;
        return new Share(
                metric,
                scores.size(),
                high,
                unbounded,
                (int) scores.stream()
                        .filter(score -> score.kind() == EmergenceScore.Kind.TOO_SHORT)
                        .count(),
                (double) scores.size() / all,
                allHigh == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) high / allHigh),
                Double.isFinite(middle) ? OptionalDouble.of(middle) : OptionalDouble.empty());
    }

    /** The same with the first {@code most} of the ranked series only. */
    public MetaAnalysis first(int most) {
        return new MetaAnalysis(highFrom, series, high, metrics, ranked.subList(0, Math.min(most, ranked.size())));
    }

    /** What the shares say, in a sentence. */
    public String words() {
        if (series == 0) return "There is no series.";
        if (high == 0)
            return "None of " + DisplayNumbers.whole(series) + " series has an emergence score of "
                    + DisplayNumbers.exact(highFrom) + " or more.";
        List<Share> leading =
                metrics.stream().filter(share -> share.high() > 0).limit(2).toList();
        int theirs = leading.stream().mapToInt(Share::high).sum();
        String names = String.join(" and ", leading.stream().map(Share::metric).toList());
        double ofSeries = leading.stream().mapToDouble(Share::shareOfSeries).sum();
        return DisplayNumbers.whole(high) + " of " + DisplayNumbers.whole(series)
                + " series have an emergence score of " + DisplayNumbers.exact(highFrom)
                + " or more, or rise without a finite one; " + names + " "
                + (leading.size() == 1 ? "accounts" : "account") + " for "
                + DisplayNumbers.share((double) theirs / high) + " of them, and " + DisplayNumbers.share(ofSeries)
                + " of all series.";
    }

    /**
     * One task under one metric over the scales of one family.
     *
     * @param higherIsBetter whether larger values of the metric are better
     * @param scale rising; any number that grows with the model
     * @param values finite, one for each scale
     */
    public record MetricSeries(
            String task, String metric, String family, boolean higherIsBetter, double[] scale, double[] values) {

        public MetricSeries {
            if (scale.length != values.length)
                throw new IllegalArgumentException(
                        "there must be a value for each scale, " + scale.length + " scales had " + values.length);
            for (int i = 1; i < scale.length; i++)
                if (!(scale[i] > scale[i - 1]))
                    throw new IllegalArgumentException("scales must rise, " + scale[i] + " follows " + scale[i - 1]);
        }
    }
}
