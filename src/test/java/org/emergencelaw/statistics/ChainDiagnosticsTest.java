package org.emergencelaw.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Convergence statistics against other code, on chains that mix, that do not, and that have heavy tails and ties. */
class ChainDiagnosticsTest {

    private static double[][] chains(String name) throws IOException {
        return Files.readAllLines(Path.of("src/test/resources/chains/chains.csv")).stream()
                .filter(line -> line.startsWith(name + ","))
                .map(line -> Arrays.stream(line.split(","))
                        .skip(2)
                        .mapToDouble(Double::parseDouble)
                        .toArray())
                .toArray(double[][]::new);
    }

    /** Computed by {@code chains/statistics.py} beside this test's resources: numpy 1.24.2, scipy 1.10.1, emcee 3.1.4. */
    @ParameterizedTest
    @CsvSource({
        "independent, 0.99889025, 798.161159, 771.250607, 0.97715032",
        "correlated, 1.02626537, 114.906054, 225.516424, 8.45719848",
        "anticorrelated, 1.00682120, 743.136376, 299.564588, 0.08616396",
        "apart, 1.19336351, 14.329799, 55.720654, 1.51682676",
        "scales, 1.27479699, 434.851739, 36.783536, 0.94173986",
        "heavy, 1.00557748, 598.066417, 589.563925, 0.81591633"
    })
    void agreesWithOtherCode(String name, double rHat, double bulk, double tail, double time) throws IOException {
        double[][] chains = chains(name);

        assertThat(ChainDiagnostics.rHat(chains)).isCloseTo(rHat, within(1e-7));
        assertThat(ChainDiagnostics.bulkEffective(chains)).isCloseTo(bulk, within(1e-5 * bulk));
        assertThat(ChainDiagnostics.tailEffective(chains)).isCloseTo(tail, within(1e-5 * tail));
        assertThat(ChainDiagnostics.autocorrelationTime(chains)).isCloseTo(time, within(1e-6));
    }

    @Test
    void whatNeverMovedHasNotConverged() {
        double[][] still = new double[4][50];

        assertThat(ChainDiagnostics.rHat(still)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(SamplingDiagnostics.Convergence.of("still", still, 1, 1).good())
                .isFalse();
    }

    @Test
    void walkersAreTakenOutOfTheirEnsembles() {
        double[][] ensembles = {{1, 2, 3, 4, 5, 6}, {7, 8, 9, 10, 11, 12}};

        assertThat(ChainDiagnostics.walkers(ensembles, 2))
                .isDeepEqualTo(new double[][] {{1, 3, 5}, {2, 4, 6}, {7, 9, 11}, {8, 10, 12}});
    }
}
