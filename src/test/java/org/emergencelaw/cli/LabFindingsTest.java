package org.emergencelaw.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command on a small family, packed and as it is. */
class LabFindingsTest {

    private static final Path SMALL = Path.of("data/lab-exploration-djl-picl015/observations.csv");

    @TempDir
    private Path folder;

    @Test
    void aPackedFamilyGivesFourTables() throws IOException {
        Path packed = folder.resolve("observations.csv.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            Files.copy(SMALL, out);
        }

        Ran ran = Ran.of(
                "lab",
                "findings",
                packed.toString(),
                "--into",
                folder.toString(),
                "--group",
                "small=lab-exploration.*");

        assertThat(ran.status()).as(ran.err()).isZero();
        assertThat(lines("elbows.csv").get(0)).startsWith("family,task,params,regime,examples,checkpoints");
        assertThat(lines("elbows.csv"))
                .filteredOn(line -> line.contains(",finetuned,"))
                .hasSizeGreaterThan(4);
        assertThat(lines("axes.csv").get(0)).startsWith("family,task,landmark,sizes,loss_sd_nats");
        int columns = lines("forecasts.csv").get(0).split(",", -1).length;
        assertThat(lines("forecasts.csv"))
                .allSatisfy(line -> assertThat(line.split(",", -1)).hasSize(columns));
        // a group of all families has the standings of all
        List<String> all = lines("ranking.csv").stream()
                .filter(line -> line.startsWith("all,"))
                .map(line -> line.replaceFirst("all", "small"))
                .toList();
        assertThat(lines("ranking.csv").stream().filter(line -> line.startsWith("small,")))
                .containsExactlyElementsOf(all);
    }

    private List<String> lines(String name) throws IOException {
        return Files.readAllLines(folder.resolve(name));
    }
}
