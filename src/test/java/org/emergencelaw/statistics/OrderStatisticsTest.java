package org.emergencelaw.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class OrderStatisticsTest {

    @Test
    void quantilesAreThoseOfTheSortedValues() {
        SplittableRandom random = new SplittableRandom(1);
        double[] probabilities = {0, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 1};
        for (int length : new int[] {1, 2, 23, 24, 25, 100, 2000, 4001})
            for (int kinds : new int[] {1, 2, 7, 1_000_000}) {
                double[] values = random.doubles(length)
                        .map(u -> Math.floor(u * kinds))
                        .map(whole -> whole == 6 ? Double.POSITIVE_INFINITY : whole)
                        .toArray();
                double[] sorted = values.clone();
                Arrays.sort(sorted);
                double[] placed = OrderStatistics.at(values, probabilities);
                for (double p : probabilities)
                    assertThat(Percentiles.quantile(placed, p))
                            .as("%s of %d", p, length)
                            .isEqualTo(Percentiles.quantile(sorted, p));
            }
    }

    @Test
    void sortedFallingAndNumbersThatAreNoneArePlacedToo() {
        double[] falling = new double[3000];
        Arrays.setAll(falling, i -> -i);
        assertThat(Percentiles.quantile(OrderStatistics.at(falling, 0.5), 0.5)).isEqualTo(-1499.5);

        double[] withNone = {Double.NaN, 3, 1, 2};
        assertThat(OrderStatistics.at(withNone, 0.5)).containsExactly(1, 2, 3, Double.NaN);
        assertThat(withNone[1]).isEqualTo(3);
    }
}
