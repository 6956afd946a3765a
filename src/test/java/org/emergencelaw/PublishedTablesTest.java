package org.emergencelaw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tables of Snell et al. 2024 as typed into {@code data/snell2024}: facts that a slip of the finger would break. */
class PublishedTablesTest {

    private static List<String[]> rows(String file) throws IOException {
        List<String> lines = Files.readAllLines(Path.of("data/snell2024", file));
        return lines.subList(1, lines.size()).stream()
                .map(line -> line.split(",", -1))
                .toList();
    }

    private static double number(String[] row, int column) {
        return Double.parseDouble(row[column]);
    }

    /** task, method, q05, q10, q25, q50, q75, q90, q95, mle, ground_truth. */
    private static List<String[]> posteriors(String method) throws IOException {
        return rows("table3_posteriors.csv").stream()
                .filter(row -> row[1].equals(method))
                .toList();
    }

    @Test
    void percentilesAscend() throws IOException {
        assertThat(rows("table3_posteriors.csv")).hasSize(14).allSatisfy(row -> {
            for (int i = 3; i <= 8; i++) assertThat(number(row, i)).isGreaterThanOrEqualTo(number(row, i - 1));
        });
    }

    @ParameterizedTest
    @CsvSource({"MCMC,4", "Bootstrap,3"})
    void howManyIntervalsHoldTheTruth(String method, long expected) throws IOException {
        List<String[]> known =
                posteriors(method).stream().filter(row -> !row[10].isEmpty()).toList();
        assertThat(known).hasSize(6);
        assertThat(known.stream().filter(row -> number(row, 2) <= number(row, 10) && number(row, 10) <= number(row, 8)))
                .hasSize((int) expected);
    }

    /** The likeliest value need not lie in its own band. */
    @Test
    void oneMaximumLikelihoodLiesOutsideItsBand() throws IOException {
        assertThat(posteriors("MCMC").stream().filter(row -> number(row, 9) > number(row, 8)))
                .extracting(row -> row[0])
                .containsExactly("GSM8K");
    }

    @ParameterizedTest
    @CsvSource({"GSM8K,1.937,2.007", "MMLU,1.847,1.848", "CSQA,1.829,1.835", "CoLA,1.761,1.770", "APPS,1.357,1.352"})
    void mediansAreThePublishedOnes(String task, double mcmc, double bootstrap) throws IOException {
        for (String[] row : posteriors("MCMC"))
            if (row[0].equals(task)) assertThat(number(row, 5)).isEqualTo(mcmc);
        for (String[] row : posteriors("Bootstrap"))
            if (row[0].equals(task)) assertThat(number(row, 5)).isEqualTo(bootstrap);
    }

    @Test
    void theTwoTablesAgree() throws IOException {
        List<String[]> full = rows("table2_ablations.csv").stream()
                .filter(row -> row[0].equals("Full Data"))
                .toList();
        assertThat(rows("table2_ablations.csv")).hasSize(76);
        assertThat(full).hasSize(4);
        for (String[] row : full) {
            String[] posterior = posteriors("MCMC").stream()
                    .filter(other -> other[0].equals(row[1]))
                    .findFirst()
                    .orElseThrow();
            assertThat(Math.abs(number(posterior, 9) - number(posterior, 10))).isCloseTo(number(row, 2), within(5e-4));
        }
    }
}
