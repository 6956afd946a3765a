package org.emergencelaw.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.emergencelaw.format.Json;
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
}
