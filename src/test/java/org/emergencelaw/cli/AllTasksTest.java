package org.emergencelaw.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.emergencelaw.format.CsvReader;
import org.emergencelaw.format.Json;
import org.emergencelaw.ingest.container.Containers;
import org.emergencelaw.ingest.container.ObservationParquet;
import org.emergencelaw.ingest.table.ImportFile;
import org.emergencelaw.ingest.table.ImportRules;
import org.emergencelaw.ingest.table.ObservationCsv;
import org.emergencelaw.spill.RowSequence;
import org.emergencelaw.web.SuiteRows;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table of many tasks in, a table out. */
class AllTasksTest {

    private static final List<String> TASKS = List.of("mmlu_anatomy", "mmlu_virology", "own");

    @TempDir
    Path directory;

    private String rows() throws IOException {
        return Files.writeString(directory.resolve("rows.csv"), SuiteRows.of(TASKS, 5))
                .toString();
    }

    private static List<String> tasks(String csv) {
        return csv.lines()
                .skip(1)
                .map(line -> line.substring(0, line.indexOf(',')))
                .toList();
    }

    @Test
    void everyTaskIsALineAndSaysWhatItSaysByItself() throws IOException {
        String rows = rows();
        Ran all = Ran.of("forecast", rows, "--all-tasks", "--params", "6.4B", "--tokens", "128B");

        assertThat(all.status()).as(all.err()).isZero();
        assertThat(tasks(all.out())).containsExactlyElementsOf(TASKS);
        Ran one = Ran.of("forecast", rows, "--task", "mmlu_virology", "--params", "6.4B", "--tokens", "128B", "--json");
        JsonNode forecast = Json.mapper().readTree(one.out());
        List<String> header =
                List.of(all.out().lines().findFirst().orElseThrow().split(","));
        String[] line = all.out().lines().toList().get(2).split(",");
        assertThat(Double.parseDouble(line[header.indexOf("p_reaches_level")]))
                .isEqualTo(forecast.get("p_reaches_level").asDouble());
        assertThat(line[header.indexOf("verdict")]).isEqualTo("no_finetuning");
    }

    @Test
    void theTableIsTheSameOnOneThreadAndOnTwoAndGoesOnWhereItStopped() throws IOException {
        String rows = rows();
        Path one = directory.resolve("one.csv"), two = directory.resolve("two.csv");
        Ran.of("fit", rows, "--all-tasks", "--threads", "1", "--output", one.toString());
        Ran.of("fit", rows, "--all-tasks", "--threads", "2", "--output", two.toString());

        assertThat(Files.readString(one)).isEqualTo(Files.readString(two));
        assertThat(tasks(Files.readString(one))).containsExactlyElementsOf(TASKS);
        assertThat(directory.resolve("one.csv.progress")).doesNotExist();

        // a torn last line is of nothing
        Path other = directory.resolve("other.csv"), progress = directory.resolve("other.csv.progress");
        Files.writeString(progress, "{\"stud");
        Ran ran = Ran.of("fit", rows, "--all-tasks", "--output", other.toString());
        assertThat(ran.status()).as(ran.err()).isZero();
        assertThat(Files.readString(other)).isEqualTo(Files.readString(one));
        Files.writeString(progress, "{\"of\":\"something else\"}\n");
        assertThat(Ran.of("fit", rows, "--all-tasks", "--output", other.toString())
                        .err())
                .contains("holds results of another input");
    }

    @Test
    void aTaskThatNobodyKnowsIsLeftOutWithAWarning() throws IOException {
        Path rows = Files.writeString(
                directory.resolve("rows.csv"), SuiteRows.of(TASKS, 5).replaceAll("(?m),0\\.2$", ","));

        Ran ran = Ran.of("fit", rows.toString(), "--all-tasks");

        assertThat(ran.status()).isZero();
        assertThat(tasks(ran.out())).containsExactly("mmlu_anatomy", "mmlu_virology");
        assertThat(ran.err()).contains("own on f is left out: trivial_accuracy must be known");
        assertThat(tasks(Ran.of("fit", rows.toString(), "--all-tasks", "--trivial-accuracy", "0.2")
                        .out()))
                .containsExactlyElementsOf(TASKS);
    }

    @Test
    void heldOutModelsAndBacktestsAreTablesToo() throws IOException {
        Path rows = Files.writeString(
                directory.resolve("rows.csv"),
                SuiteRows.of(TASKS, 6)
                        .replaceFirst("trivial_accuracy\n", "trivial_accuracy,split\n")
                        .replaceAll("(?m)^(.*,f,m5,.*)$", "$1,held_out")
                        .replaceAll("(?m)^(.*,f,m[0-4],.*)$", "$1,fit"));

        Ran compared = Ran.of("compare", rows.toString(), "--all-tasks");

        assertThat(compared.status()).as(compared.err()).isZero();
        assertThat(tasks(compared.out())).containsExactlyElementsOf(TASKS);
        assertThat(compared.out()).contains("mmlu_anatomy,f,m5,");
        assertThat(Ran.of("compare", rows.toString(), "--all-tasks", "--with", "x")
                        .status())
                .isEqualTo(2);
    }

    @Test
    void asJsonEveryTaskSaysWhatItSaysByItself() throws IOException {
        String rows = rows();
        String[] plan = {"--params", "6.4B", "--tokens", "128B"};
        for (List<String> command : List.of(
                List.of("fit", rows),
                List.of("forecast", rows, plan[0], plan[1], plan[2], plan[3]),
                List.of("backtest", rows))) {
            List<String> all = new ArrayList<>(command), one = new ArrayList<>(command);
            all.addAll(List.of("--all-tasks", "--json"));
            one.addAll(List.of("--task", "mmlu_virology", "--json"));

            Ran ran = Ran.of(all.toArray(String[]::new));

            assertThat(ran.status()).as(ran.err()).isZero();
            JsonNode list = Json.mapper().readTree(ran.out());
            assertThat(list).hasSize(3);
            assertThat(list.at("/1/task").asText()).isEqualTo("mmlu_virology");
            assertThat(list.at("/1/family").asText()).isEqualTo("f");
            JsonNode alone =
                    Json.mapper().readTree(Ran.of(one.toArray(String[]::new)).out());
            assertThat(list.at("/1/answer")).as(command.get(0)).isEqualTo(alone);
        }
    }

    @Test
    void asJsonAListOfPlansIsTheTableOfEachTask() throws IOException {
        String rows = rows();
        Path plans = Files.writeString(directory.resolve("plans.csv"), "params,tokens\n3.2B|6.4B,128B\n");

        Ran all = Ran.of("forecast", rows, "--all-tasks", "--plans", plans.toString(), "--json");
        Ran one = Ran.of("forecast", rows, "--task", "mmlu_anatomy", "--plans", plans.toString(), "--json");

        assertThat(all.status()).as(all.err()).isZero();
        assertThat(Json.mapper().readTree(all.out()).at("/0/answer"))
                .isEqualTo(Json.mapper().readTree(one.out()));
    }

    @Test
    void aSweepOfAFolderIsTheSameOnOneThreadAndOnTwo() throws IOException {
        Path tables = Files.createDirectory(directory.resolve("tables"));
        Files.writeString(tables.resolve("b.csv"), SuiteRows.of(TASKS, 4));
        try (var packed = new GZIPOutputStream(Files.newOutputStream(tables.resolve("a.csv.gz")))) {
            packed.write(SuiteRows.of(List.of("mmlu_anatomy", "unknown"), 4).getBytes(StandardCharsets.UTF_8));
        }
        Files.writeString(tables.resolve("c.csv"), "task,model\nx,y\n");
        Path one = directory.resolve("one"), two = directory.resolve("two");
        for (Path out : List.of(one, two)) {
            Ran ran = Ran.of(
                    "sweep",
                    tables.toString(),
                    "--out",
                    out.toString(),
                    "--params",
                    "6.4B",
                    "--tokens",
                    "128B",
                    "--threads",
                    out.equals(one) ? "1" : "2");
            assertThat(ran.status()).as(ran.err()).isZero();
            assertThat(ran.out()).contains("5 studies, ");
        }

        try (Stream<Path> files = Files.list(one)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("forecasts.csv", "faults.csv", "manifest.json");
        }
        for (String name : List.of("forecasts.csv", "faults.csv", "manifest.json"))
            assertThat(Files.readString(one.resolve(name))).isEqualTo(Files.readString(two.resolve(name)));
        assertThat(tasks(Files.readString(one.resolve("forecasts.csv"))))
                .containsExactly("a.csv.gz", "b.csv", "b.csv", "b.csv");
        assertThat(Files.readString(one.resolve("faults.csv")))
                .contains("a.csv.gz,unknown,f,")
                .contains("c.csv,");
        JsonNode manifest = Json.mapper().readTree(one.resolve("manifest.json").toFile());
        assertThat(manifest.at("/options/seed").asInt()).isEqualTo(1);
        assertThat(manifest.get("inputs")).hasSize(3);
        assertThat(manifest.at("/inputs/1/sha256").asText()).hasSize(64);
        assertThat(manifest.at("/outputs/0/rows").asInt()).isEqualTo(4);
    }

    @Test
    void aSweepReadsAndWritesParquet() throws IOException {
        Path tables = Files.createDirectory(directory.resolve("tables"));
        Path rows = Files.writeString(directory.resolve("rows.csv"), SuiteRows.of(TASKS, 4));
        try (OutputStream out = Files.newOutputStream(tables.resolve("rows.parquet"))) {
            ObservationParquet.write(
                    RowSequence.of(ObservationCsv.read(Files.readString(rows), ImportRules.any())
                            .observations()),
                    out);
        }
        Files.writeString(tables.resolve("broken.csv"), "task,model\nx,y\n");
        Path csv = directory.resolve("csv"), parquet = directory.resolve("parquet");
        for (Path out : List.of(csv, parquet)) {
            Ran ran = Ran.of(
                    "sweep",
                    tables.toString(),
                    "--out",
                    out.toString(),
                    "--train-flops",
                    "1e23",
                    "--backtest",
                    "--format",
                    String.valueOf(out.getFileName()));
            assertThat(ran.status()).as(ran.err()).isZero();
        }

        assertThat(parquet.resolve("forecasts.csv")).doesNotExist();
        for (String name : List.of("forecasts", "backtests", "faults")) {
            List<List<String>> written = cells(Files.readString(csv.resolve(name + ".csv")));
            ImportFile file = ImportFile.of(name, parquet.resolve(name + ".parquet"));
            List<List<String>> read =
                    cells(new String(Containers.of(file).files().get(0).open().readAllBytes(), StandardCharsets.UTF_8));
            assertThat(read.get(0)).isEqualTo(written.get(0));
            assertThat(read).hasSameSizeAs(written);
            for (int row = 1; row < read.size(); row++)
                for (int c = 0; c < read.get(0).size(); c++)
                    assertThat(same(read.get(row).get(c), written.get(row).get(c)))
                            .as(name + " " + read.get(0).get(c) + ": " + read.get(row) + " " + written.get(row))
                            .isTrue();
        }
        JsonNode manifest =
                Json.mapper().readTree(parquet.resolve("manifest.json").toFile());
        assertThat(manifest.at("/outputs/0/name").asText()).isEqualTo("forecasts.parquet");
        assertThat(manifest.at("/inputs/1/name").asText()).isEqualTo("rows.parquet");
        assertThat(manifest.at("/inputs/1/studies").asInt()).isEqualTo(3);
    }

    private static List<List<String>> cells(String csv) {
        CsvReader reader = new CsvReader(csv, ',', 100);
        return Stream.generate(reader::next)
                .takeWhile(Optional::isPresent)
                .map(line -> line.get().cells())
                .toList();
    }

    /** Numbers are written in more than one way. */
    private static boolean same(String one, String other) {
        return one.equals(other) || (one.matches("[-0-9].*") && Double.parseDouble(one) == Double.parseDouble(other));
    }

    @Test
    void aClusterIsRefusedWithoutSparkAndBesideThreads() throws IOException {
        String rows = rows(), out = directory.resolve("out").toString();

        assertThat(Ran.of("sweep", rows, "--out", out, "--threads", "2", "--master", "local[2]")
                        .err())
                .contains("--threads and --master exclude each other");
        // compiled against, and not whole here
        Ran ran = Ran.of("sweep", rows, "--out", out, "--master", "local[2]");
        assertThat(ran.status()).isEqualTo(2);
        assertThat(ran.err()).contains("--master needs Apache Spark 4 on the class path");
        assertThat(Ran.of("calibrate", "--sbc", "4", "--master", "local[2]").err())
                .contains("--master needs Apache Spark 4 on the class path");
        assertThat(Ran.of("calibrate", "--draw", out, "--master", "local[2]").err())
                .contains("--master: --draw has nothing to work out");
    }
}
