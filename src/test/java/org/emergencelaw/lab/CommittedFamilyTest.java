package org.emergencelaw.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.emergencelaw.config.LabRecipe;
import org.emergencelaw.ingest.table.ImportRules;
import org.emergencelaw.ingest.table.ObservationCsv;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Regime;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Committed families can be made again: a slice of each named here is, with the committed numbers. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64", disabledReason = "libtorch is there for Linux x86-64 alone")
class CommittedFamilyTest {

    /** Recipe, and the table that it made. */
    private static final Map<String, String> FAMILIES =
            Map.of("family", "data/lab/observations.csv", "early-own", "data/lab-early-own/observations.csv.gz");

    @TempDir
    private static Path folder;

    private static final Map<String, Slice> SLICES = new HashMap<>();

    private record Slice(List<Observation> remade, Map<Observation.Identity, Observation> committed) {}

    @BeforeAll
    static void remake() throws IOException {
        for (String name : FAMILIES.keySet()) {
            Lab lab = new Lab(
                    slice(LabRecipe.read(Path.of("configs/lab", name + ".yaml"))),
                    folder.resolve(name),
                    List.of(),
                    Progress.NONE);
            lab.run();
            SLICES.put(name, new Slice(lab.observations(), committed(Path.of(FAMILIES.get(name)))));
        }
    }

    /** The first size's first run up to the first checkpoint that is finetuned, and one finetuning run a task. */
    private static LabRecipe slice(LabRecipe all) {
        LabRecipe.Size size = all.sizes().get(0);
        int first = size.finetuned().get(0);
        LabRecipe.Finetuning how = all.finetuning();
        return new LabRecipe(
                all.family(),
                all.seed(),
                1,
                all.language(),
                all.tasks(),
                all.pretraining(),
                new LabRecipe.Finetuning(
                        List.of(how.examples().get(0)),
                        1,
                        how.steps(),
                        how.batch(),
                        how.warmUpSteps(),
                        how.learningRate()),
                all.evaluation(),
                List.of(new LabRecipe.Size(
                        size.name(),
                        size.width(),
                        size.layers(),
                        size.heads(),
                        size.smearedKeys(),
                        size.tiedEmbeddings(),
                        size.learningRate(),
                        List.of(first),
                        List.of(first),
                        size.visible())));
    }

    private static Map<Observation.Identity, Observation> committed(Path table) throws IOException {
        try (InputStream bytes = Files.newInputStream(table);
                InputStream rows = table.toString().endsWith(".gz") ? new GZIPInputStream(bytes) : bytes) {
            return ObservationCsv.read(rows, ImportRules.any()).observations().stream()
                    .collect(Collectors.toMap(Observation::identity, Function.identity()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"family", "early-own"})
    void aSliceHasTheCommittedNumbersBitForBit(String name) throws IOException {
        assumeTrue(
                Files.readString(Path.of("/proc/cpuinfo")).contains("avx512f"),
                "other bits on a processor without AVX-512: its kernels add in another order");
        Slice slice = SLICES.get(name);
        assertThat(slice.remade).hasSizeGreaterThan(5);
        for (Observation row : slice.remade)
            assertThat(slice.committed.get(row.identity())).isEqualTo(row);
    }

    @ParameterizedTest
    @ValueSource(strings = {"family", "early-own"})
    void aSliceHasTheCommittedNumbersNearlyOnAnyProcessor(String name) {
        Slice slice = SLICES.get(name);
        for (Observation row : slice.remade) {
            Observation then = slice.committed.values().stream()
                    .filter(old -> old.task().equals(row.task())
                            && old.checkpoint().model().equals(row.checkpoint().model())
                            && old.checkpoint().tokens().equals(row.checkpoint().tokens())
                            && old.regime() == row.regime()
                            && old.examples() == row.examples()
                            && old.seed() == row.seed())
                    .findFirst()
                    .orElseThrow();
            assertThat(row.checkpoint().pretrainLossNats().orElseThrow())
                    .isCloseTo(then.checkpoint().pretrainLossNats().orElseThrow(), within(0.02));
            assertThat(row.accuracy()).isCloseTo(then.accuracy(), within(row.regime() == Regime.FEW_SHOT ? 0.05 : 0.1));
        }
    }
}
