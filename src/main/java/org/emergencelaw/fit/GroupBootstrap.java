package org.emergencelaw.fit;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/**
 * Bootstrap over (checkpoint, data amount, seed) groups: each resample draws as many groups as there are, with replacement, and is
 * fitted by least squares with the multiplicities as weights.
 *
 * <p>Every resample has a generator of its own, seeded by (seed, index): any number of threads gives the same draws.
 */
final class GroupBootstrap {

    private GroupBootstrap() {}

    static List<LeastSquares.Solution> resample(FitData data, LawForm form, boolean shift, long seed, int resamples) {
        Map<List<Object>, Integer> index = new HashMap<>();
        int[] group = new int[data.size()];
        for (int i = 0; i < group.length; i++)
            group[i] = index.computeIfAbsent(
                    List.of(data.checkpoint[i], data.level[i], data.rows.get(i).seed()), key -> index.size());
        return IntStream.range(0, resamples)
                .parallel()
                .mapToObj(draw -> LeastSquares.quick(data, form, shift, weights(group, index.size(), seed, draw)))
                .toList();
    }

    private static double[] weights(int[] group, int groups, long seed, int draw) {
        UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(new long[] {seed, draw});
        int[] times = new int[groups];
        for (int i = 0; i < groups; i++) times[random.nextInt(groups)]++;
        return Arrays.stream(group).mapToDouble(g -> times[g]).toArray();
    }
}
