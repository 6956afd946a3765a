package org.emergencelaw.metric;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import org.emergencelaw.observation.Checkpoint;
import org.emergencelaw.observation.Regime;
import org.emergencelaw.observation.Rows;
import org.emergencelaw.observation.Split;
import org.emergencelaw.statistics.Accuracy;

/**
 * Accuracy of one checkpoint at one data amount, over all its seeds: a point of a study's chart.
 *
 * @param params N, where stated
 * @param tokens training tokens, where stated
 * @param trainFlops compute of the checkpoint, as stated or as the study counts it
 * @param examples shots, or finetuning examples
 * @param seeds rows behind the mean
 * @param accuracy right answers over items, all seeds together
 * @param items evaluated items, all seeds together
 * @param wilson90 90% Wilson interval of the accuracy; seeds that share items make it a little too narrow
 */
public record SeedAverage(
        String model,
        OptionalDouble params,
        OptionalDouble tokens,
        OptionalDouble trainFlops,
        OptionalDouble pretrainLossNats,
        Regime regime,
        long examples,
        Split split,
        int seeds,
        double accuracy,
        long items,
        Accuracy.Interval wilson90) {

    private record Place(Checkpoint checkpoint, Regime regime, long examples, Split split) {}

    /**
     * Means of all rows; few-shot rows count at {@code shots} alone, as in a fit.
     *
     * @return few-shot first, then by data amount, weakest checkpoint first
     */
    public static List<SeedAverage> of(int shots, Rows observations) {
        List<SeedAverage> means = new ArrayList<>();
        observations
                .where(row -> row.regime() == Regime.FINETUNED || row.examples() == shots)
                .by(row -> new Place(row.checkpoint(), row.regime(), row.examples(), row.split()))
                .forEach((place, rows) -> means.add(of(place, rows)));
        means.sort(Comparator.comparing(SeedAverage::regime)
                .thenComparing(SeedAverage::examples)
                .thenComparing(Comparator.comparingDouble(SeedAverage::weakness).reversed())
                .thenComparingDouble(point -> point.trainFlops().orElse(0)));
        return means;
    }

    private double weakness() {
        return pretrainLossNats.orElse(Double.POSITIVE_INFINITY);
    }

    private static SeedAverage of(Place place, Rows rows) {
        Accuracy accuracy = new Accuracy(rows.count().right(), rows.count().items());
        return new SeedAverage(
                place.checkpoint().model(),
                place.checkpoint().params(),
                place.checkpoint().tokens(),
                rows.computeOf(place.checkpoint()),
                place.checkpoint().pretrainLossNats(),
                place.regime(),
                place.examples(),
                place.split(),
                rows.size(),
                accuracy.value(),
                accuracy.items(),
                accuracy.wilson(0.9));
    }
}
