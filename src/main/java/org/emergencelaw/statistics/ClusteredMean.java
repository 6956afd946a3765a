package org.emergencelaw.statistics;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/**
 * A mean over forecasts, with its 90% interval by bootstrap over families: forecasts of one family are correlated, so that whole
 * families are drawn, {@value #DRAWS} times, and all their forecasts with them.
 *
 * @param value absent where there is nothing to average
 * @param count forecasts
 * @param families among which they are
 * @param q05 absent below {@value #MIN_FAMILIES} families, where a bootstrap would promise too much
 */
public record ClusteredMean(OptionalDouble value, int count, int families, OptionalDouble q05, OptionalDouble q95) {

    static final int MIN_FAMILIES = 5;
    static final int DRAWS = 2_000;
    private static final long SEED = 1;

    /** One value of a family. */
    public record Part(String family, double value) {}

    public static ClusteredMean of(List<Part> parts) {
        Map<String, double[]> sums = new LinkedHashMap<>();
        for (Part part : parts) {
            double[] sum = sums.computeIfAbsent(part.family(), key -> new double[2]);
            sum[0] += part.value();
            sum[1]++;
        }
        OptionalDouble none = OptionalDouble.empty();
        OptionalDouble mean = parts.stream().mapToDouble(Part::value).average();
        if (sums.size() < MIN_FAMILIES) return new ClusteredMean(mean, parts.size(), sums.size(), none, none);
        double[] means = draws(sums.values().toArray(double[][]::new));
        return new ClusteredMean(
                mean,
                parts.size(),
                sums.size(),
                OptionalDouble.of(Percentiles.quantile(means, 0.05)),
                OptionalDouble.of(Percentiles.quantile(means, 0.95)));
    }

    /** @param families sum and count of each */
    private static double[] draws(double[][] families) {
        UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(SEED);
        double[] means = new double[DRAWS];
        for (int draw = 0; draw < DRAWS; draw++) {
            double sum = 0, count = 0;
            for (int i = 0; i < families.length; i++) {
                double[] family = families[random.nextInt(families.length)];
                sum += family[0];
                count += family[1];
            }
            means[draw] = sum / count;
        }
        Arrays.sort(means);
        return means;
    }
}
