package org.emergencelaw.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The committed simulation study, {@code data/calibration}, against what is claimed of it. */
class CommittedCalibrationTest {

    private static final Path STUDY = Path.of("data/calibration");

    @Test
    void intervalsHoldTheTruthAsOftenAsIsClaimed() throws IOException {
        Map<String, Map<String, String>> worlds = CommittedTable.read(STUDY.resolve("worlds.csv"));

        Map<String, String> all = worlds.get("all");
        assertThat(worlds).hasSize(22);
        assertThat(CommittedTable.number(all, "coverage90")).isBetween(0.88, 0.94);
        assertThat(CommittedTable.number(all, "median_width_nats")).isLessThanOrEqualTo(0.3);
        assertThat(CommittedTable.number(all, "crps_nats")).isLessThanOrEqualTo(0.048);
        // 0.85 is meant of the truth; two standard errors of a share below it are chance
        for (Map<String, String> world : worlds.values())
            assertThat(CommittedTable.number(world, "coverage90"))
                    .as(world.toString())
                    .isGreaterThanOrEqualTo(0.85 - 2 * Math.sqrt(0.85 * 0.15 / CommittedTable.number(world, "tasks")));
    }

    @Test
    void aVerdictIsWorthMoreThanTheNext() throws IOException {
        Map<String, Map<String, String>> verdicts = CommittedTable.read(STUDY.resolve("verdicts.csv"));

        assertThat(CommittedTable.number(verdicts.get("identified"), "within_0.1_nats"))
                .isGreaterThan(0.85);
        assertThat(CommittedTable.number(verdicts.get("weakly_identified"), "within_0.1_nats"))
                .isBetween(0.5, 0.85);
        assertThat(CommittedTable.number(verdicts.get("not_identified"), "within_0.1_nats"))
                .isLessThan(0.5);
    }

    @Test
    void withoutSignalNothingIsPromised() throws IOException {
        Map<String, Map<String, String>> outcomes = CommittedTable.read(STUDY.resolve("without-signal.csv"));

        assertThat(CommittedTable.number(outcomes.get("no_signal"), "tasks")).isGreaterThanOrEqualTo(997);
        assertThat(CommittedTable.number(outcomes.get("with_confident_verdict"), "tasks"))
                .isZero();
    }

    @Test
    void ranksOfTheSamplerAreUniform() throws IOException {
        Map<String, Map<String, String>> ranks = CommittedTable.read(STUDY.resolve("sbc.csv"));

        assertThat(ranks).hasSize(9);
        // nine parameters: the least of nine p values is below 0.001 once in a hundred studies of a right sampler
        for (Map<String, String> row : ranks.values())
            assertThat(CommittedTable.number(row, "p_value")).as(row.toString()).isGreaterThan(0.001);
    }

    /** {@code emergence-law calibrate --draw data/calibration > src/docs/calibration.svg}. */
    @Test
    void theFigureIsDrawnFromTheTables() throws IOException {
        Ran drawn = Ran.of("calibrate", "--draw", STUDY.toString());
        assertThat(drawn.status()).as(drawn.err()).isZero();
        assertThat(Path.of("src/docs/calibration.svg")).hasContent(drawn.out());
        assertThat(Ran.of("calibrate", "--draw", "nowhere").status()).isEqualTo(2);
        assertThat(Ran.of("calibrate", "--draw", STUDY.toString(), "--master", "local[2]")
                        .err())
                .contains("--master: --draw has nothing to work out");
    }

    /** A study that was cut short in the middle of a line goes on, and ends with the bytes of one that was not. */
    @Test
    void aStudyGoesOnWhereItWasCutShort(@TempDir Path folder) throws IOException {
        Path whole = folder.resolve("whole"), cut = folder.resolve("cut");
        Ran first = study("8", whole);
        assertThat(first.status()).as(first.err()).isZero();
        study("3", cut);
        Path rows = cut.resolve("rows/power.csv");
        String text = Files.readString(rows);
        Files.writeString(rows, text.substring(0, text.length() - 20));

        assertThat(study("8", cut).out()).isEqualTo(first.out());

        for (String file : List.of("rows/base.csv", "rows/power.csv", "pit.csv", "reliability.csv", "calibration.svg"))
            assertThat(cut.resolve(file)).hasSameBinaryContentAs(whole.resolve(file));
        Ran other = Ran.of("calibrate", "--tasks", "8", "--seed", "3", "--output", cut.toString());
        assertThat(other.status()).isEqualTo(2);
        assertThat(other.err()).contains("another seed");
    }

    /** Compared are the bytes of every file, and of what is printed of all methods. */
    @Test
    void oneThreadTwoThreadsAndAnotherRunGiveTheSameBytes(@TempDir Path folder) throws Exception {
        Path first = folder.resolve("run0");
        String methods = "";
        for (int threads : new int[] {1, 2, 2}) {
            Path now = Files.exists(first) ? folder.resolve("run" + threads) : first;
            ForkJoinPool pool = new ForkJoinPool(threads);
            try {
                Ran study = pool.submit(() -> study("3", now)).get();
                assertThat(study.status()).as(study.err()).isZero();
                Ran all = pool.submit(() -> Ran.of("calibrate", "--worlds", "base", "--methods", "2"))
                        .get();
                assertThat(all.status()).as(all.err()).isZero();
                assertThat(all.out()).isEqualTo(now == first ? all.out() : methods);
                methods = all.out();
            } finally {
                pool.shutdown();
            }
            try (Stream<Path> files = Files.walk(first)) {
                List<Path> written = files.filter(Files::isRegularFile).toList();
                assertThat(written).hasSizeGreaterThan(8);
                for (Path file : written)
                    assertThat(now.resolve(first.relativize(file))).hasSameBinaryContentAs(file);
            }
        }
    }

    /** The posterior holds what it promises where the published ways do not, on the same tasks. */
    @Test
    void everyOtherMethodIsWorse() throws IOException {
        List<String[]> all = Files.readAllLines(STUDY.resolve("methods.csv")).stream()
                .filter(line -> line.contains(",all,"))
                .map(line -> line.split(",", -1))
                .toList();
        assertThat(all.stream().map(row -> row[0]))
                .containsExactly(
                        "posterior",
                        "mcmc",
                        "mcmc_converged",
                        "bootstrap",
                        "bootstrap_groups",
                        "bootstrap_residuals",
                        "mle");
        double coverage = Double.parseDouble(all.get(0)[5]), crps = Double.parseDouble(all.get(0)[7]);
        assertThat(coverage).isBetween(0.86, 0.97);
        for (String[] row : all.subList(1, all.size())) {
            if (!row[5].isEmpty())
                assertThat(Double.parseDouble(row[5])).as(row[0]).isLessThan(coverage);
            assertThat(Double.parseDouble(row[7])).as(row[0]).isGreaterThan(crps);
        }
    }

    @Test
    void noTasksAreNoStudy() {
        for (String option : List.of("--tasks", "--methods", "--sbc", "--without-signal")) {
            Ran ran = Ran.of("calibrate", option, "0");
            assertThat(ran.status()).isEqualTo(2);
            assertThat(ran.err()).contains(option + " must be from 1 to 100000, was 0");
        }
    }

    private static Ran study(String tasks, Path output) {
        return Ran.of(
                "calibrate", "--worlds", "base,power", "--tasks", tasks, "--seed", "4", "--output", output.toString());
    }

    /** The first rows of the committed study come out again. Another processor may round powers and logarithms differently. */
    @Test
    void theFirstTasksComeOutAgain(@TempDir Path folder) throws IOException {
        study("8", folder);
        for (String world : List.of("base", "power")) {
            List<String> now = Files.readAllLines(folder.resolve("rows/" + world + ".csv"));
            List<String> committed = Files.readAllLines(STUDY.resolve("first/" + world + ".csv"));
            assertThat(now.subList(2, 10)).hasSize(8);
            for (int i = 2; i < 10; i++) {
                String[] is = now.get(i).split(","), was = committed.get(i).split(",");
                for (int c = 1; c < was.length; c++) {
                    double expected = Double.parseDouble(was[c]);
                    assertThat(Double.parseDouble(is[c])).isCloseTo(expected, within(1e-6 + 1e-6 * Math.abs(expected)));
                }
            }
        }
    }
}
