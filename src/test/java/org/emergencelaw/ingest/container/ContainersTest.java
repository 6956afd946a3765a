package org.emergencelaw.ingest.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.emergencelaw.config.TaskCatalogue;
import org.emergencelaw.format.RowError;
import org.emergencelaw.ingest.ImportFiles;
import org.emergencelaw.ingest.Samples;
import org.emergencelaw.ingest.run.ScoreSelection;
import org.emergencelaw.ingest.table.ImportFile;
import org.emergencelaw.ingest.table.ImportResult;
import org.emergencelaw.ingest.table.ImportRules;
import org.emergencelaw.observation.Observation;
import org.junit.jupiter.api.Test;

class ContainersTest {

    private static final Path PROGRAMS = Path.of("src/test/resources/programs");
    private static final ImportFile MODELS = ImportFile.of("models.csv", PROGRAMS.resolve("models.csv"));

    private static ImportResult read(ImportFile... files) throws IOException {
        return new ImportFiles(List.of(files), ScoreSelection.ALL, Optional.empty())
                .read(ImportRules.any().withShots(OptionalInt.of(5)), TaskCatalogue.empty());
    }

    private static byte[] zip(Map<String, byte[]> members) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> member : members.entrySet()) {
                zip.putNextEntry(new ZipEntry(member.getKey()));
                zip.write(member.getValue());
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] program(String name) throws IOException {
        return Files.readAllBytes(PROGRAMS.resolve(name));
    }

    private static String refusal(byte[] container) throws IOException {
        ImportResult read = read(ImportFile.of("upload.zip", container), MODELS);
        assertThat(read.observations()).isEmpty();
        return read.errors().stream().map(RowError::message).collect(Collectors.joining("\n"));
    }

    @Test
    void aZipIsAFolder() throws IOException {
        Map<String, byte[]> members = new LinkedHashMap<>();
        for (String name : List.of("run_spec.json", "stats.json", "scenario_state.json"))
            members.put("tides/" + name, program("helm/tides/" + name));
        members.put("lighteval/results.json", program("lighteval/results_2026-03-02T10-00-00.000001.json"));
        members.put("models.csv", program("models.csv"));
        members.put("README.md", "what this is".getBytes(StandardCharsets.UTF_8));
        members.put("__MACOSX/._x", new byte[] {0});

        ImportResult read = read(ImportFile.of("runs.zip", zip(members)));

        assertThat(read.errors()).isEmpty();
        assertThat(read.observations())
                .extracting(Observation::task)
                .containsExactlyInAnyOrder("mmlu_tides", "arc:easy", "mmlu:tides", "mmlu:dunes");
        assertThat(read.mapping().orElseThrow().leftOut())
                .anyMatch(left -> left.file().equals("runs.zip/README.md")
                        && left.why().equals("it is of no format that is read"));
    }

    @Test
    void aZipOfATableIsTheTable() throws IOException {
        byte[] table = (Samples.HEADER + "\n" + Samples.GOOD + "\n").getBytes(StandardCharsets.UTF_8);

        assertThat(read(ImportFile.of("rows.zip", zip(Map.of("rows.csv", table))))
                        .observations())
                .hasSize(1);
    }

    @Test
    void anEvalOfInspectIsItsHeader() throws IOException {
        Map<String, byte[]> members = new LinkedHashMap<>();
        members.put("_journal/start.json", "{}".getBytes(StandardCharsets.UTF_8));
        members.put("samples/1_epoch_1.json", "{\"id\": 1}".getBytes(StandardCharsets.UTF_8));
        byte[] unfinished = zip(members);
        members.put("header.json", program("inspect/2026-03-01T12-00-00_arc-easy.json"));
        byte[] log = zip(members);

        ImportResult read = read(ImportFile.of("log.eval", log), MODELS);
        assertThat(read.errors()).isEmpty();
        assertThat(read.observations()).extracting(Observation::task).containsExactly("arc_easy");
        ImportResult inZip = read(ImportFile.of("logs.zip", zip(Map.of("a/log.eval", log))), MODELS);
        assertThat(inZip.observations()).isEqualTo(read.observations());
        assertThat(refusal(unfinished)).contains("a log of Inspect must have ended");
    }

    /** As in the folder of a program that keeps its items in tables of its own, and of a run that goes on. */
    @Test
    void whatCannotBeReadBesideRunsIsListed() throws IOException {
        byte[] noParquet = "PAR1 and nothing of one".getBytes(StandardCharsets.UTF_8);
        Map<String, byte[]> members = new LinkedHashMap<>();
        members.put("results.json", program("lighteval/results_2026-03-02T10-00-00.000001.json"));
        members.put("details.parquet", noParquet);
        members.put("log.eval", zip(Map.of("_journal/start.json", new byte[] {'{', '}'})));

        ImportResult read = read(ImportFile.of("runs.zip", zip(members)), MODELS);

        assertThat(read.errors()).isEmpty();
        assertThat(read.observations()).hasSize(3);
        assertThat(read.mapping().orElseThrow().leftOut())
                .anyMatch(left ->
                        left.what().equals("details.parquet") && left.why().equals("a Parquet file must be whole"))
                .anyMatch(left ->
                        left.what().equals("log.eval") && left.why().startsWith("a log of Inspect must have ended"));
        assertThat(refusal(noParquet)).contains("a Parquet file must be whole");
    }

    @Test
    void whatIsNotToBeTrustedIsRefused() throws IOException {
        byte[] some = "{}".getBytes(StandardCharsets.UTF_8);
        for (String name : List.of("../x.json", "a/../../x.json", "/etc/x.json", "C:/x.json", "..\\x.json"))
            assertThat(refusal(zip(Map.of(name, some))))
                    .as(name)
                    .contains("a file of an archive must lie in it", "x.json");
        assertThat(refusal(zip(Map.of("a.zip", zip(Map.of("b.json", some))))))
                .contains("must not hold another archive");
        assertThat(refusal(zip(Map.of("zeros.json", new byte[16 << 20]))))
                .contains(
                        "a file of an archive must not be more than 300 times as large as it is packed", "zeros.json");
        byte[] whole = zip(Map.of("a.json", some));
        assertThat(refusal(Arrays.copyOf(whole, whole.length - 30))).contains("an archive must be whole");
        assertThat(refusal(zip(Map.of()))).contains("an archive must have a file");
    }

    /** The list of the archive says one byte, and more is packed. */
    @Test
    void aMemberIsNoLargerThanListed() throws IOException {
        byte[] zip = zip(Map.of("results_x.json", program("lighteval/no-object.json")));
        int list = new String(zip, StandardCharsets.ISO_8859_1).indexOf("PK\u0001\u0002");
        ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN).putInt(list + 24, 1);

        assertThat(refusal(zip)).contains("a file of an archive must be as large as the archive says");
    }

    @Test
    void twoMembersOfOneNameAreRefused() throws IOException {
        byte[] zip = zip(new TreeMap<>(Map.of(
                "a.json", "1".getBytes(StandardCharsets.UTF_8), "b.json", "2".getBytes(StandardCharsets.UTF_8))));
        String twice = new String(zip, StandardCharsets.ISO_8859_1).replace("b.json", "a.json");

        assertThat(refusal(twice.getBytes(StandardCharsets.ISO_8859_1)))
                .contains("a name must not stand twice in an archive", "a.json");
    }

    @Test
    void sheetsAreTables() throws IOException {
        List<String> header = List.of(Samples.HEADER.split(","));
        byte[] book = Xlsx.of(header, List.of(Samples.GOOD.split(",")), 2);
        ImportResult read = read(ImportFile.of("rows.xlsx", book));

        assertThat(read.errors()).isEmpty();
        assertThat(read.observations())
                .isEqualTo(Samples.csv(Samples.HEADER, Samples.GOOD).observations());
        byte[] faulty = Xlsx.of(
                header,
                List.of(Samples.GOOD.replace(",few_shot,", ",some_shot,").split(",")),
                2);
        assertThat(read(ImportFile.of("rows.xlsx", faulty)).errors())
                .singleElement()
                .satisfies(error -> assertThat(error.message()).startsWith("line 4: regime must be"));
    }
}
