package org.emergencelaw.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.awaitility.Awaitility;
import org.emergencelaw.web.SuiteRows;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real cluster of Apache Spark on loopback: the same bytes as without one, though a worker is killed in the middle. */
class SparkSweepIT {

    private static final int STUDIES = 12;
    private static final long MINUTES = 4;

    @TempDir
    Path directory;

    @Test
    void aWorkerThatIsKilledChangesNoByte() throws Exception {
        Path tables = tables();
        done(LocalCluster.alone(sweep(tables, "alone", "--threads", "1")), "alone");
        try (LocalCluster cluster = LocalCluster.start(directory, 2)) {
            Path progress = directory.resolve("cluster/progress.jsonl");
            Process driver = begun(LocalCluster.driver(sweep(tables, "cluster", "--master", cluster.url())), "cluster");
            Awaitility.await()
                    .atMost(Duration.ofMinutes(MINUTES))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> lines(progress) > 1 || !driver.isAlive());
            cluster.kill(0);
            long before = lines(progress);
            finish(driver, "cluster");

            assertThat(before).as("killed in the middle").isLessThan(STUDIES);
            same("alone", "cluster");

            // by what is left of the cluster, and by the other way in
            done(cluster.submit(sweep(tables, "submitted")), "submitted");
            same("alone", "submitted");
        }
    }

    @Test
    void benchmarkAndCalibrationSayTheSameOnExecutors() throws Exception {
        Files.writeString(directory.resolve("rows.csv"), history());
        Files.writeString(directory.resolve("manifest.json"), """
                [{"id": "own/1", "source": "own", "file": "rows.csv", "task": "own1", "family": "f", "trivial": 0.2,
                  "shots": 5, "loss_kind": "measured", "event": true, "finetuned": false, "note": ""}]""");
        List<String> benchmark = List.of("benchmark", directory.toString());
        List<String> calibrate = List.of("calibrate", "--tasks", "2", "--worlds", "base", "--seed", "5");
        List<String> loss = List.of("calibrate-loss", "--families", "2");
        for (List<String> command : List.of(benchmark, calibrate, loss)) {
            List<String> onExecutors = new ArrayList<>(command);
            onExecutors.addAll(List.of("--master", "local[2]"));
            String here = done(LocalCluster.alone(command), "here"),
                    there = done(LocalCluster.driver(onExecutors), "there");
            assertThat(there).as(String.join(" ", command)).isEqualTo(here).isNotBlank();
        }
    }

    @Test
    void theJarHasNothingOfSparkAndSaysWhatIsMissing() throws Exception {
        try (ZipFile jar = new ZipFile(System.getProperty("emergencelaw.jar", "target/emergence-law.jar"))) {
            assertThat(jar.stream()
                            .filter(entry -> entry.getName().startsWith("org/apache/spark/")
                                    || entry.getName().startsWith("scala/")))
                    .isEmpty();
        }
        Process refused = begun(LocalCluster.alone(sweep(tables(), "refused", "--master", "local[1]")), "refused");
        assertThat(refused.waitFor(MINUTES, TimeUnit.MINUTES)).isTrue();
        assertThat(refused.exitValue()).isEqualTo(2);
        assertThat(Files.readString(directory.resolve("refused.err")))
                .contains("--master needs Apache Spark 4 on the class path")
                .doesNotContain("Exception");
    }

    private List<String> sweep(Path tables, String out, String... options) {
        List<String> command = new ArrayList<>(List.of("sweep", tables.toString(), "--out"));
        command.add(directory.resolve(out).toString());
        command.addAll(List.of("--train-flops", "1e23", "--format", "parquet"));
        command.addAll(List.of(options));
        return command;
    }

    /** Three tables, with a study that cannot be used and a table that cannot be read. */
    private Path tables() throws IOException {
        Path tables = Files.createDirectories(directory.resolve("tables"));
        for (int table = 0; table < 2; table++) {
            int first = table * STUDIES / 2;
            List<String> tasks = IntStream.range(first, first + STUDIES / 2)
                    .mapToObj(task -> "own" + task)
                    .toList();
            Files.writeString(tables.resolve(table + ".csv"), SuiteRows.of(tasks, 7));
        }
        Files.writeString(tables.resolve("unknown.csv"), SuiteRows.of(List.of("unheard of"), 5));
        Files.writeString(tables.resolve("unread.csv"), "task,model\nx,y\n");
        return tables;
    }

    /** With the compute that a benchmark cuts by. */
    private static String history() {
        List<String> lines = SuiteRows.of(List.of("own0", "own1"), 8).lines().toList();
        return lines.get(0) + ",train_flops\n"
                + lines.stream()
                        .skip(1)
                        .map(line -> line + "," + 6 * number(line, 3) * number(line, 4) + "\n")
                        .collect(Collectors.joining());
    }

    private static double number(String line, int cell) {
        return Double.parseDouble(line.split(",")[cell]);
    }

    private static long lines(Path file) throws IOException {
        if (!Files.exists(file)) return 0;
        try (Stream<String> lines = Files.lines(file)) {
            return lines.count();
        }
    }

    private void same(String one, String other) throws IOException {
        for (String name : List.of("forecasts.parquet", "faults.parquet", "manifest.json"))
            assertThat(Files.readAllBytes(directory.resolve(other).resolve(name)))
                    .as(other + " " + name)
                    .isEqualTo(Files.readAllBytes(directory.resolve(one).resolve(name)));
    }

    private Process begun(ProcessBuilder command, String name) throws IOException {
        return command.redirectOutput(directory.resolve(name + ".out").toFile())
                .redirectError(directory.resolve(name + ".err").toFile())
                .start();
    }

    private String done(ProcessBuilder command, String name) throws Exception {
        finish(begun(command, name), name);
        return Files.readString(directory.resolve(name + ".out"));
    }

    private void finish(Process process, String name) throws Exception {
        boolean ended = process.waitFor(MINUTES, TimeUnit.MINUTES);
        if (!ended) process.destroyForcibly();
        assertThat(ended && process.exitValue() == 0)
                .as(name + ": " + Files.readString(directory.resolve(name + ".err")))
                .isTrue();
    }
}
