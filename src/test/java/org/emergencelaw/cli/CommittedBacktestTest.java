package org.emergencelaw.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The committed standings are those that the command prints, on the smallest of the four families. */
class CommittedBacktestTest {

    private static final String FAMILY = "lab-exploration-djl-picl015";
    private static final int LANDMARK = 2, RIVAL = 4, CRPS = 8;

    @Test
    void theSmallestFamilyIsReplayed() throws IOException {
        List<String> committed = Files.readAllLines(Path.of("data/backtest/lab-exploration.csv")).stream()
                .filter(line -> line.contains("," + FAMILY + ","))
                .toList();
        Ran ran = Ran.of("backtest", "data/" + FAMILY + "/observations.csv", "--csv");
        assertThat(ran.status()).as(ran.err()).isZero();

        TreeMap<String, Double> expected = scores(committed);
        TreeMap<String, Double> found = scores(ran.out().lines().skip(1).toList());

        assertThat(found.keySet()).containsAll(expected.keySet());
        expected.forEach((rival, crps) -> assertThat(found.get(rival)).as(rival).isCloseTo(crps, within(0.02)));
    }

    private static TreeMap<String, Double> scores(List<String> lines) {
        TreeMap<String, Double> scores = new TreeMap<>();
        for (String line : lines) {
            List<String> cells = Arrays.asList(line.split(",", -1));
            scores.put(cells.get(LANDMARK) + " " + cells.get(RIVAL), Double.valueOf(cells.get(CRPS)));
        }
        return scores;
    }
}
