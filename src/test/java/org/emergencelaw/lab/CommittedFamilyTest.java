package org.emergencelaw.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.emergencelaw.config.LabRecipe;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Regime;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code data/lab/observations.csv} can be made again: a slice of it is, with the committed numbers. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64", disabledReason = "libtorch is there for Linux x86-64 alone")
class CommittedFamilyTest {

    private static final Path COMMITTED = Path.of("data/lab/observations.csv");

    @TempDir
    private static Path folder;

    private static List<Observation> remade = List.of();
    private static Map<Observation.Identity, Observation> committed = Map.of();

    /** The first size's first run up to its first checkpoint, and one finetuning run a task. */
    @BeforeAll
    static void remake() throws IOException {
        LabRecipe all = LabRecipe.read(Path.of("configs/lab/family.yaml"));
        LabRecipe.Size size = all.sizes().get(0);
        int first = size.checkpoints().get(0);
        LabRecipe.Finetuning how = all.finetuning();
        LabRecipe slice = new LabRecipe(
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
        Lab lab = new Lab(slice, folder, List.of(), Progress.NONE);
        lab.run();
        remade = lab.observations();
        committed = Measurement.read(COMMITTED).stream()
                .collect(Collectors.toMap(Observation::identity, Function.identity()));
    }

    @Test
    void aSliceHasTheCommittedNumbersBitForBit() throws IOException {
        assumeTrue(
                Files.readString(Path.of("/proc/cpuinfo")).contains("avx512f"),
                "other bits on a processor without AVX-512: its kernels add in another order");
        assertThat(remade).hasSizeGreaterThan(5);
        for (Observation row : remade) assertThat(committed.get(row.identity())).isEqualTo(row);
    }

    @Test
    void aSliceHasTheCommittedNumbersNearlyOnAnyProcessor() {
        for (Observation row : remade) {
            Observation then = committed.values().stream()
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
