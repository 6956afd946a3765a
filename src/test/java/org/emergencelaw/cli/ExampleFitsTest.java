package org.emergencelaw.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.emergencelaw.TestDatabase;
import org.emergencelaw.config.PublishedLossLaws;
import org.emergencelaw.config.ServiceConfig;
import org.emergencelaw.config.TaskCatalogue;
import org.emergencelaw.fit.StoredFit;
import org.emergencelaw.format.Json;
import org.emergencelaw.observation.Study;
import org.emergencelaw.store.Database;
import org.emergencelaw.workspace.FitRequest;
import org.emergencelaw.workspace.Workspace;
import org.emergencelaw.workspace.example.ExampleStudies;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fits that ship with examples: made by the command, kept at opening, equal to the last bit to a fresh one, and else passed over. */
class ExampleFitsTest {

    private static final List<String> DATASETS = List.of("synthetic", "lab-exploration-djl-picl015");

    @TempDir
    Path directory;

    private Path examples;

    @BeforeEach
    void twoExamples() throws IOException {
        examples = directory.resolve("data");
        for (String dataset : DATASETS) {
            Files.createDirectories(examples.resolve(dataset));
            Files.copy(
                    Path.of("data", dataset, "observations.csv"),
                    examples.resolve(dataset).resolve("observations.csv"));
        }
    }

    private Ran run(String... more) {
        List<String> arguments = new ArrayList<>(List.of("example-fits", "--examples", examples.toString()));
        arguments.addAll(List.of(more));
        return Ran.of(arguments.toArray(String[]::new));
    }

    private Workspace workspace(String name) throws IOException {
        return new Workspace(
                Database.open(TestDatabase.at(directory.resolve(name))),
                TaskCatalogue.of(ServiceConfig.DEFAULT),
                new PublishedLossLaws(List.of()),
                Clock.systemUTC());
    }

    @Test
    void aShippedFitIsKeptAtOpeningAndIsAFreshOneToTheLastBit() throws Exception {
        assertThat(run("--check").status()).as("none yet").isNotZero();
        assertThat(run().status()).isZero();
        assertThat(run("--check").out()).contains("synthetic is as it ships");

        try (Workspace workspace = workspace("studies.db")) {
            for (String dataset : DATASETS) {
                assertThat(Files.size(examples.resolve("fits").resolve(dataset + ".json.gz")))
                        .as("as the database keeps it: the bits of draws are random")
                        .isLessThan(300_000);
                Study study = new ExampleStudies(examples, workspace.tasks()).open(dataset, workspace);
                assertThat(workspace.fits().there(study)).as(dataset).isTrue();
                StoredFit shipped = workspace.fits().current(study);
                StoredFit fresh = workspace.fits().make(study, FitRequest.DEFAULT);

                assertThat(Json.write(shipped.fitted().fit()))
                        .isEqualTo(Json.write(fresh.fitted().fit()));
                assertThat(shipped.fitted().draws())
                        .isNotEmpty()
                        .isEqualTo(fresh.fitted().draws());
                assertThat(shipped.options()).isEqualTo(fresh.options());
            }
        }
    }

    @Test
    void aFitOfOtherRowsOrNoneAtAllIsPassedOver() throws Exception {
        run("--only", "synthetic");
        Path rows = examples.resolve("synthetic/observations.csv");
        List<String> lines = Files.readAllLines(rows);
        Files.write(rows, lines.subList(0, lines.size() - 1));
        Files.writeString(examples.resolve("fits/lab-exploration-djl-picl015.json.gz"), "torn");

        try (Workspace workspace = workspace("other.db")) {
            for (String dataset : DATASETS) {
                Study study = new ExampleStudies(examples, workspace.tasks()).open(dataset, workspace);
                assertThat(workspace.fits().there(study)).as(dataset).isFalse();
            }
        }
        assertThat(run("--check", "--only", "synthetic").status()).isNotZero();
        assertThat(run("--only", "nothing").err()).contains("--only must be one of");
    }
}
