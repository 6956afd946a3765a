package org.emergencelaw.fit;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.emergencelaw.fit.FitOptions.Method;
import org.emergencelaw.fit.leastsquares.FitDesign;
import org.emergencelaw.fit.leastsquares.LeastSquares;
import org.emergencelaw.fit.leastsquares.SignalTest;
import org.emergencelaw.statistics.Interruption;

/**
 * Bootstrap of a least-squares fit (Efron 1979): each resample draws as many units as there are, with replacement, and is fitted
 * again.
 *
 * <p>Every resample has a generator of its own, seeded by (seed, index): any number of threads gives the same draws.
 */
final class Bootstrap {

    private final FitDesign data;
    private final LeastSquares.Solution best;
    private final boolean shift;

    Bootstrap(FitDesign data, LeastSquares.Solution best, boolean shift) {
        this.data = data;
        this.best = best;
        this.shift = shift;
    }

    /**
     * Fits of the resamples.
     *
     * @param method which unit is resampled
     * @throws IllegalArgumentException if the method is no bootstrap
     */
    List<LeastSquares.Solution> resample(Method method, long seed, int resamples) {
        return switch (method) {
            case BOOTSTRAP ->
                ofUnits(
                        row -> List.of(
                                data.checkpoint[row],
                                data.level[row],
                                data.rows.get(row).seed()),
                        seed,
                        resamples);
            case BOOTSTRAP_GROUPS ->
                ofUnits(row -> List.of(data.level[row], data.rows.get(row).seed()), seed, resamples);
            case BOOTSTRAP_RESIDUALS -> ofResiduals(seed, resamples);
            default -> throw new IllegalArgumentException(method + " is no bootstrap");
        };
    }

    private List<LeastSquares.Solution> ofUnits(IntFunction<List<?>> unitOf, long seed, int resamples) {
        Map<List<?>, Integer> index = new HashMap<>();
        int[] unit = new int[data.size()];
        for (int i = 0; i < unit.length; i++) unit[i] = index.computeIfAbsent(unitOf.apply(i), key -> index.size());
        Interruption interruption = Interruption.here();
        return IntStream.range(0, resamples)
                .parallel()
                .mapToObj(draw -> {
                    interruption.check();
                    UniformRandomProvider random = generator(seed, draw);
                    int[] times = new int[index.size()];
                    for (int i = 0; i < times.length; i++) times[random.nextInt(times.length)]++;
                    double[] weights =
                            Arrays.stream(unit).mapToDouble(u -> times[u]).toArray();
                    return LeastSquares.quick(data, best.form(), shift, weights);
                })
                .toList();
    }

    private List<LeastSquares.Solution> ofResiduals(long seed, int resamples) {
        double[] ones = new double[data.size()];
        Arrays.fill(ones, 1);
        // a fit makes residuals smaller than errors, the more so the fewer rows there are
        double stretch = best.sumOfSquares() > 0
                ? SignalTest.residualSd(data, best, shift) / Math.sqrt(best.sumOfSquares() / data.size())
                : 1;
        Interruption interruption = Interruption.here();
        return IntStream.range(0, resamples)
                .parallel()
                .mapToObj(draw -> {
                    interruption.check();
                    UniformRandomProvider random = generator(seed, draw);
                    double[] accuracy = new double[data.size()];
                    for (int i = 0; i < accuracy.length; i++)
                        accuracy[i] = data.accuracy[i]
                                - best.residuals()[i]
                                + stretch * best.residuals()[random.nextInt(accuracy.length)];
                    return LeastSquares.quick(data.withAccuracy(accuracy), best.form(), shift, ones);
                })
                .toList();
    }

    private static UniformRandomProvider generator(long seed, int draw) {
        return RandomSource.XO_SHI_RO_256_PP.create(new long[] {seed, draw});
    }
}
