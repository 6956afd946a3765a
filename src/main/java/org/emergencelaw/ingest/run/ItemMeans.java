package org.emergencelaw.ingest.run;

import java.util.Map;
import org.emergencelaw.metric.Measure;

/**
 * Means over the logged items behind a score.
 *
 * @param items logged items
 * @param means the measures that hold for every item
 */
public record ItemMeans(int items, Map<Measure, Double> means) {

    public ItemMeans {
        if (!(items >= 1)) throw new IllegalArgumentException("items must be at least 1, was " + items);
        means = Map.copyOf(means);
    }
}
