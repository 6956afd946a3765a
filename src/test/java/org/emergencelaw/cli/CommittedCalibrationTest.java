package org.emergencelaw.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The committed calibration study, {@code data/calibration/worlds.csv}. */
class CommittedCalibrationTest {

    private static final Path STUDY = Path.of("data/calibration/worlds.csv");
    private static final int COVERAGE = 4;

    @Test
    void aWorldComesOutAgain() throws IOException {
        Ran again = Ran.of("calibrate", "--worlds", "base", "--tasks", "100");

        assertThat(again.status()).as(again.err()).isZero();
        List<String> lines = again.out().lines().toList();
        List<String> committed = Files.readAllLines(STUDY);
        assertThat(lines.get(0)).isEqualTo(committed.get(0));
        String[] now = lines.get(1).split(","), then = committed.get(1).split(",");
        assertThat(now[0]).isEqualTo("base").isEqualTo(then[0]);
        // another processor may round powers and logarithms differently: a task on the edge may change sides
        for (int column = 2; column < then.length; column++)
            assertThat(Double.parseDouble(now[column]))
                    .as(committed.get(0).split(",")[column])
                    .isCloseTo(Double.parseDouble(then[column]), within(column == COVERAGE ? 0.011 : 0.003));
    }

    @Test
    void intervalsHoldTheTruthAboutAsOftenAsTheyPromise() throws IOException {
        List<String> rows = Files.readAllLines(STUDY);
        String[] all = rows.get(rows.size() - 1).split(",");

        assertThat(all[0]).isEqualTo("all");
        assertThat(Double.parseDouble(all[COVERAGE])).isBetween(0.88, 0.95);
    }
}
