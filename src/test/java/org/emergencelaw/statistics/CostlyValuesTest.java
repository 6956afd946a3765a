package org.emergencelaw.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.BitSet;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CostlyValuesTest {

    private static final double ERROR = 1e-3;

    private final BitSet asked = new BitSet();

    /** Told to within {@code error}. */
    private CostlyValues told(double[] values, double error, SplittableRandom random) {
        double[] about = Arrays.stream(values)
                .map(value -> Math.log(value) + error * random.nextDouble(-1, 1))
                .toArray();
        return new CostlyValues(
                about,
                ERROR,
                i -> {
                    asked.set(i);
                    return values[i];
                },
                Math::log);
    }

    private static double[] values(int count, double infinite, SplittableRandom random) {
        return random.doubles(count)
                .map(u -> random.nextDouble() < infinite ? Double.POSITIVE_INFINITY : Math.exp(40 * u))
                .toArray();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.02, 0.07, 0.3, 0.6, 1})
    void percentilesAreThoseOfAllValuesAndFewAreAsked(double infinite) {
        for (int seed = 0; seed < 40; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            double[] values = values(4_000, infinite, random);
            asked.clear();

            assertThat(Percentiles.of(told(values, ERROR, random), OptionalDouble.empty(), "never"))
                    .isEqualTo(Percentiles.of(values, OptionalDouble.empty(), "never"));
            assertThat(asked.cardinality()).isLessThan(60);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 40})
    void fewValues(int count) {
        for (int seed = 0; seed < 100; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            double[] values = values(count, 0.2, random), sorted = values.clone();
            Arrays.sort(sorted);

            assertThat(Percentiles.quantile(told(values, ERROR, random), 0.5))
                    .isEqualTo(Percentiles.quantile(sorted, 0.5));
        }
    }

    @Test
    void equalValuesHaveTheirRanks() {
        double[] values = new double[500];
        Arrays.fill(values, 0, 300, 7);
        Arrays.fill(values, 300, 500, 8);

        assertThat(Percentiles.of(told(values, ERROR, new SplittableRandom(1)), OptionalDouble.empty(), ""))
                .isEqualTo(Percentiles.of(values, OptionalDouble.empty(), ""));
    }

    @Test
    void whatWasToldWronglyIsFoundOut() {
        SplittableRandom random = new SplittableRandom(3);
        double[] values = values(4_000, 0.1, random);

        assertThat(Percentiles.of(told(values, 1, random), OptionalDouble.empty(), ""))
                .isEqualTo(Percentiles.of(values, OptionalDouble.empty(), ""));
        assertThat(asked.cardinality()).isEqualTo(values.length);
    }
}
