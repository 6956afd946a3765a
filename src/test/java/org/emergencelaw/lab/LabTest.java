package org.emergencelaw.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.emergencelaw.config.LabRecipe;
import org.emergencelaw.ingest.table.ImportResult;
import org.emergencelaw.ingest.table.ImportRules;
import org.emergencelaw.ingest.table.ObservationCsv;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Regime;
import org.emergencelaw.observation.Split;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A whole tiny family: what it measures, and that a killed run ends with the same bytes. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64", disabledReason = "libtorch is there for Linux x86-64 alone")
class LabTest {

    private static final Path TINY = Path.of("configs/lab/tiny.yaml");

    /** A run that nobody disturbs. */
    @TempDir
    private static Path whole;

    private static List<Observation> rowsOfWhole = List.of();

    @TempDir
    private Path folder;

    @BeforeAll
    static void runWhole() throws IOException {
        Lab lab = new Lab(LabRecipe.read(TINY), whole, List.of(), Progress.NONE);
        lab.run();
        rowsOfWhole = lab.observations();
    }

    @Test
    void aRunThatIsKilledGoesOnAndEndsWithTheSameBytes() throws Exception {
        Process killed = start("killed");
        Path second = folder.resolve("killed/S-0/000040.safetensors");
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        while (!Files.exists(second) && killed.isAlive() && System.nanoTime() < deadline) Thread.sleep(5);
        killed.destroyForcibly().waitFor();
        assertThat(second).exists();
        assertThat(folder.resolve("killed/observations.csv")).doesNotExist();

        Process again = start("killed");
        assertThat(again.waitFor()).isZero();

        assertThat(folder.resolve("killed/observations.csv")).hasContent(csv(rowsOfWhole));
        for (String name : List.of("S-0/000060.safetensors", "L-1/000060.safetensors"))
            assertThat(folder.resolve("killed").resolve(name)).hasSameBinaryContentAs(whole.resolve(name));
    }

    @Test
    void slicesMakeTheSameRowsAsOneRun() throws IOException {
        LabRecipe recipe = LabRecipe.read(TINY);
        Path slices = folder.resolve("slices");
        new Lab(recipe, slices, List.of("L"), Progress.NONE).run();
        List<Observation> part = new Lab(recipe, slices, List.of(), Progress.NONE).observations();
        assertThat(part).isNotEmpty().allMatch(row -> row.checkpoint().model().startsWith("L-"));
        Lab small = new Lab(recipe, slices, List.of("S"), Progress.NONE);
        small.train();
        small.evaluate();
        small.finetune();

        List<Observation> rows = small.observations();

        assertThat(rows).isEqualTo(rowsOfWhole);
        assertThat(rows.stream().filter(row -> row.regime() == Regime.FEW_SHOT)).hasSize(2 * 2 * 3 * 2);
        assertThat(rows.stream().filter(row -> row.regime() == Regime.FINETUNED))
                .hasSize(2 * 3 * 2 * 2 * 2);
        assertThat(rows).allSatisfy(row -> {
            boolean large = row.checkpoint().model().startsWith("L");
            assertThat(row.split()).isEqualTo(large ? Split.HELD_OUT : Split.FIT);
            assertThat(row.checkpoint().trainFlops().orElseThrow())
                    .isEqualTo(6
                            * row.checkpoint().params().orElseThrow()
                            * row.checkpoint().tokens().orElseThrow());
            assertThat(Double.parseDouble(row.notes().get("brier"))).isBetween(0.0, 2.0);
            assertThat(Double.parseDouble(row.notes().get("log_likelihood"))).isNegative();
        });
        ImportResult read = ObservationCsv.read(csv(rows), ImportRules.any());
        assertThat(read.observations()).isEqualTo(rows);
    }

    @Test
    void aFolderOfAnotherRecipeIsRefused() throws IOException {
        LabRecipe recipe = LabRecipe.read(TINY);
        new Lab(recipe, folder, List.of(), Progress.NONE);
        Path other = folder.resolve("other.yaml");
        Files.writeString(other, Files.readString(TINY).replace("seed: 3", "seed: 4"));

        assertThatThrownBy(() -> new Lab(LabRecipe.read(other), folder, List.of(), Progress.NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("holds a run of another recipe");
    }

    @Test
    void whatIsMissingIsNamed() throws IOException {
        LabRecipe recipe = LabRecipe.read(TINY);
        assertThatThrownBy(() -> new Lab(recipe, folder, List.of("XXL"), Progress.NONE))
                .hasMessageContaining("no size XXL")
                .hasMessageContaining("[S, L]");
        assertThatThrownBy(() -> new Lab(recipe, folder, List.of("S"), Progress.NONE).evaluate())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("train S-0 first");
    }

    @Test
    void withoutTheLibrariesItSaysHowToGetThem() throws Exception {
        String service = Arrays.stream(classPath().split(File.pathSeparator))
                .filter(entry -> !entry.contains("djl") && !entry.contains("pytorch"))
                .collect(Collectors.joining(File.pathSeparator));

        Process lab = start("without", service);

        assertThat(lab.waitFor()).isEqualTo(1);
        assertThat(folder.resolve("without.log"))
                .content()
                .contains("the lab needs DJL and libtorch")
                .contains("./mvnw -q -DskipTests -Plab package")
                .doesNotContain("internal error");
    }

    private Process start(String to) throws IOException {
        return start(to, classPath());
    }

    private Process start(String to, String classPath) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        classPath,
                        "org.emergencelaw.cli.Main",
                        "lab",
                        "run",
                        TINY.toString(),
                        "--folder",
                        folder.resolve(to).toString())
                .redirectErrorStream(true)
                .redirectOutput(new File(folder.toFile(), to + ".log"))
                .start();
    }

    /** A launcher may have loaded the classes by a loader of its own. */
    private static String classPath() {
        return Thread.currentThread().getContextClassLoader() instanceof URLClassLoader loader
                ? Arrays.stream(loader.getURLs())
                        .map(url -> Path.of(URI.create(url.toString())).toString())
                        .collect(Collectors.joining(File.pathSeparator))
                : System.getProperty("java.class.path");
    }

    private static String csv(List<Observation> rows) throws IOException {
        StringWriter out = new StringWriter();
        ObservationCsv.write(rows, out);
        return out.toString();
    }

    /** Nothing but whole files: what was being written when the run was killed has another name. */
    @Test
    void aPartOfAFileIsNotTakenForTheFile() throws IOException {
        LabRecipe recipe = LabRecipe.read(TINY);
        Lab lab = new Lab(recipe, folder, List.of("L"), Progress.NONE);
        Files.createDirectories(folder.resolve("L-0"));
        Files.writeString(folder.resolve("L-0/000020.safetensors.part"), "half a file");
        lab.train();
        try (Stream<Path> files = Files.list(folder.resolve("L-0"))) {
            assertThat(files).noneMatch(file -> file.toString().endsWith(".part"));
        }
    }
}
