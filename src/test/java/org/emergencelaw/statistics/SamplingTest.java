package org.emergencelaw.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.commons.statistics.distribution.GammaDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TruncatedNormalDistribution;
import org.emergencelaw.fit.posterior.MixtureFit;
import org.emergencelaw.fit.posterior.StudentMixture;
import org.hipparchus.random.SobolSequenceGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The parts of the importance sampling, each against another library or the theory. */
class SamplingTest {

    @ParameterizedTest
    @ValueSource(doubles = {1e-10, 1e-6, 0.001, 0.02, 0.0749, 0.0751, 0.3, 0.5, 0.6, 0.95, 0.999, 1 - 1e-9})
    void quantilesAreThoseOfCommonsStatistics(double p) {
        double z = NormalDistribution.of(0, 1).inverseCumulativeProbability(p);
        double y = GammaDistribution.of(5, 1).inverseCumulativeProbability(p);

        assertThat(NormalQuantile.of(p)).isCloseTo(z, within(1e-13 + 1e-9 * Math.abs(z)));
        assertThat(GammaQuantile.of(p)).isCloseTo(y, within(2e-6 * y));
    }

    @Test
    void sobolPointsAreThoseOfJoeAndKuoShifted() {
        SobolSequenceGenerator expected = new SobolSequenceGenerator(SobolSequence.MAX_DIMENSIONS);
        SobolSequence points = new SobolSequence(SobolSequence.MAX_DIMENSIONS, new SplittableRandom(1));
        double[] point = new double[SobolSequence.MAX_DIMENSIONS];
        long[] shift = new long[point.length];
        for (int i = 0; i < 5000; i++) {
            double[] plain = expected.nextVector();
            points.next(point);
            for (int d = 0; d < point.length; d++) {
                long difference = (long) (point[d] * 0x1p32) ^ (long) (plain[d] * 0x1p32);
                if (i == 0) shift[d] = difference;
                assertThat(difference).isEqualTo(shift[d]);
            }
        }
        assertThat(shift).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource({"0.3,0.01", "0.01,0.01", "-0.03,0.01", "-0.3,0.01", "1.02,0.03", "1.4,0.03", "0.5,0.5", "-0.1,0.06"})
    void floorsAreDrawnFromATruncatedNormal(double mean, double sd) {
        TruncatedNormal range = new TruncatedNormal();
        double mass = 0, first = 0;
        int draws = 100_000;
        for (int i = 0; i < draws; i++) {
            range.draw(mean, sd, (i + 0.5) / draws);
            assertThat(range.value).isBetween(0.0, 1.0);
            double z = (range.value - mean) / sd;
            double weight = Math.exp(-z * z / 2 - Math.log(sd * Math.sqrt(2 * Math.PI)) - range.logDensity) / draws;
            mass += weight;
            first += weight * range.value;
        }

        assertThat(TruncatedNormal.logMass(mean, sd)).isCloseTo(Math.log(mass), within(2e-3));
        assertThat(first / mass)
                .isCloseTo(TruncatedNormalDistribution.of(mean, sd, 0, 1).getMean(), within(1e-4));
    }

    @ParameterizedTest
    @ValueSource(ints = {6, 7, 8})
    void aMixtureIntegratesToOneAndIsFoundAgain(int dimensions) {
        SplittableRandom random = new SplittableRandom(3);
        int count = 1 << 14;
        double[][] z = draws(StudentMixture.standard(dimensions), dimensions, count, random);
        // two clusters, three times as many points in the first
        for (int i = 0; i < count; i++)
            for (int a = 0; a < z.length; a++) z[a][i] = 0.2 * z[a][i] + (i % 4 == 0 ? 2 : 0);
        double[] weights = new double[count];
        Arrays.fill(weights, 1);

        StudentMixture fitted = new MixtureFit(z, weights).run(10, random);

        double[][] again = draws(fitted, dimensions, count, random);
        double[] density = new double[count];
        fitted.densities(again, 0, count, density);
        double near = 0, mass = 0;
        for (int i = 0; i < count; i++) {
            double squares = 0, other = 0;
            for (int a = 0; a < z.length; a++) {
                squares += again[a][i] * again[a][i];
                other += (again[a][i] - 2) * (again[a][i] - 2);
            }
            // a normal of sd 0.2 about the first cluster
            double log = -squares / 0.08 - z.length * Math.log(0.2 * Math.sqrt(2 * Math.PI));
            if (squares < other) near++;
            mass += Math.exp(log) / density[i] / count;
        }
        assertThat(near / count).isCloseTo(0.75, within(0.04));
        assertThat(mass).isCloseTo(1, within(0.03));
    }

    private static double[][] draws(StudentMixture mixture, int dimensions, int count, SplittableRandom random) {
        double[][] z = new double[dimensions][count];
        SobolSequence points = new SobolSequence(dimensions + 2, random);
        double[] u = new double[dimensions + 2];
        for (int i = 0; i < count; i++) {
            points.next(u);
            mixture.draw(u, z, i);
        }
        return z;
    }

    /** Exact Pareto weights: the shape is the inverse of the tail index. */
    @ParameterizedTest
    @ValueSource(doubles = {0.2, 0.5, 0.9})
    void paretoShapeIsFound(double shape) {
        SplittableRandom random = new SplittableRandom(5);
        double[] weights =
                random.doubles(20_000).map(u -> Math.pow(1 - u, -shape)).toArray();

        assertThat(ParetoK.shape(weights)).isCloseTo(shape, within(0.12));
    }

    @Test
    void weightsThatSayNothingHaveNoGoodShape() {
        double[] one = new double[1000];
        one[3] = 1;

        assertThat(ParetoK.shape(one)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(ParetoK.shape(new double[] {1, 1})).isEqualTo(Double.POSITIVE_INFINITY);
        Arrays.fill(one, 1);
        assertThat(ParetoK.shape(one)).isNegative();
    }

    @Test
    void weightedQuantilesAndTheirInverse() {
        WeightedSample sample = new WeightedSample(new double[] {3, -1, 2, -5}, new double[] {1, 1, 2, 4});

        assertThat(sample.quantile(0)).isEqualTo(-5);
        assertThat(sample.quantile(0.25)).isEqualTo(-5);
        assertThat(sample.quantile(1)).isEqualTo(3);
        assertThat(sample.quantile(0.5625)).isEqualTo(-1);
        assertThat(sample.probabilityBelow(-1)).isCloseTo(0.5625, within(1e-12));
        assertThat(sample.probabilityBelow(-6)).isZero();
        assertThat(sample.probabilityBelow(4)).isEqualTo(1);
        assertThat(sample.probabilityBelow(sample.quantile(0.7))).isCloseTo(0.7, within(1e-12));
        assertThat(WeightedSample.ascending(new double[] {0.1, -2, 1e300, -0.0, -1e-300}))
                .containsExactly(1, 4, 3, 0, 2);
    }

    @Test
    void systematicResamplingKeepsTheWeights() {
        double[] weights = {0.5, 0.125, 0.375};

        int[] chosen = Resampling.systematic(weights, new int[] {2, 0, 1}, 80, new SplittableRandom(1));

        assertThat(Arrays.stream(chosen).filter(i -> i == 0).count()).isBetween(39L, 41L);
        assertThat(Arrays.stream(chosen).filter(i -> i == 1).count()).isBetween(9L, 11L);
        assertThat(Arrays.copyOf(chosen, 20)).contains(0, 2);
    }
}
