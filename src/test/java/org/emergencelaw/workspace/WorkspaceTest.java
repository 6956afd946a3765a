package org.emergencelaw.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.emergencelaw.TestDatabase;
import org.emergencelaw.config.PublishedLossLaws;
import org.emergencelaw.config.TaskCatalogue;
import org.emergencelaw.format.Json;
import org.emergencelaw.format.ProblemCode;
import org.emergencelaw.ingest.ImportFiles;
import org.emergencelaw.ingest.table.ImportResult;
import org.emergencelaw.ingest.table.ImportRules;
import org.emergencelaw.ingest.table.ObservationCsv;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.ParamCount;
import org.emergencelaw.observation.Study;
import org.emergencelaw.observation.Task;
import org.emergencelaw.store.Database;
import org.emergencelaw.workspace.memory.HeapBudget;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person does with studies, without HTTP; most of it is tested over HTTP. */
class WorkspaceTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Task TASK = new Task("synthetic_four_choice", "accuracy", 0.25, 5);

    @TempDir
    Path directory;

    private Database database;
    private Workspace workspace;

    @BeforeEach
    void open() throws Exception {
        database = Database.open(TestDatabase.at(directory.resolve("studies.db")));
        workspace = new Workspace(
                database,
                TaskCatalogue.read(Path.of("configs/tasks.yaml")),
                PublishedLossLaws.read(Path.of("configs/loss-laws.yaml")),
                Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @AfterEach
    void close() {
        workspace.close();
    }

    private void submit(Study study, String csv) {
        byte[] rows = csv.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        assertThat(workspace
                        .imports()
                        .submit(
                                study,
                                ObservationImport.Mode.REPLACE,
                                rules -> ImportFiles.of("rows", rows).read(rules, workspace.tasks()))
                        .errors())
                .isEmpty();
    }

    @Test
    void theRevisionIsThatOfTheExportedRowsAndIsWrittenWithThem() throws Exception {
        Study study = workspace.studies().create(NewStudy.of("s", "n", TASK, "synthetic"));
        submit(study, Files.readString(Path.of("data/synthetic/observations.csv")));

        String kept = database.studies().revision("s").orElseThrow();

        assertThat(kept)
                .isEqualTo(ObservationCsv.sha256(workspace.observations(study)))
                .isEqualTo(workspace.revision(study));
        assertThat(workspace.fits().current(study).fitted().fit().inputSha256()).isEqualTo(kept);
    }

    @Test
    void rowsOfAStudyWaitForTheMemoryThatOthersHold() throws Exception {
        Study study = workspace.studies().create(NewStudy.of("s", "n", TASK, "synthetic"));
        StringBuilder csv =
                new StringBuilder("task,family,model,pretrain_loss_nats,regime,examples,seed,accuracy,n_eval\n");
        for (int i = 0; i < 2_500; i++)
            csv.append("synthetic_four_choice,synthetic,m%d,%s,finetuned,100,%d,%s,1000\n"
                    .formatted(i % 5, 2 + i % 5 / 10.0, i, (300 + i % 200) / 1000.0));
        submit(study, csv.toString());
        HeapBudget heap = workspace.heap();
        try (HeapBudget.Share others = heap.share(Duration.ZERO);
                HeapBudget.Share mine = heap.share(Duration.ZERO)) {
            others.take(heap.bytes());
            assertThatThrownBy(() -> mine.during(() -> workspace.observations(study)))
                    .isInstanceOfSatisfying(
                            Unavailable.class, busy -> assertThat(busy.code()).isEqualTo(ProblemCode.BUSY));
            others.close();
            mine.during(() -> assertThat(workspace.observations(study)).hasSize(2_500));
            assertThat(heap.share(Duration.ZERO).take(heap.bytes()))
                    .as("what is held is taken")
                    .isFalse();
        }
        assertThat(heap.share(Duration.ZERO).take(heap.bytes()))
                .as("given back")
                .isTrue();
    }

    @Test
    void rowsWithoutARevisionAreDigestedWhenItIsAskedForAndNothingIsWritten() throws Exception {
        Study study = workspace.studies().create(NewStudy.of("s", "n", TASK, "synthetic"));
        submit(study, Files.readString(Path.of("data/synthetic/observations.csv")));
        String before = workspace.revision(study);
        // as another program leaves a database
        database.observations().replace("s", workspace.observations(study));
        assertThat(database.studies().revision("s")).isEmpty();

        assertThat(workspace.revision(study)).isEqualTo(before);

        assertThat(database.studies().revision("s")).isEmpty();
    }

    @Test
    void aStudyOfMoreRowsThanAreComputedOfIsExportedAndDeletedAndNotFitted() throws Exception {
        Study study = workspace.studies().create(NewStudy.of("s", "n", TASK, "synthetic"));
        String csv = Files.readString(Path.of("data/synthetic/observations.csv"));
        submit(study, csv);
        int rows = workspace.count(study);
        Workspace small = new Workspace(
                database,
                workspace.tasks(),
                workspace.lossLaws(),
                Clock.fixed(NOW, ZoneOffset.UTC),
                1_000_000,
                rows - 1);

        assertThatThrownBy(() -> small.fits().current(study))
                .isInstanceOf(Conflict.class)
                .hasMessageStartingWith(
                        "the study has " + rows + " rows, and something can be computed of at most " + (rows - 1));
        StringWriter exported = new StringWriter();
        ObservationCsv.write(small.stored(study), exported);
        assertThat(exported.toString()).isEqualTo(ObservationCsv.text(workspace.observations(study)));
        assertThat(small.studies().summaries("", "", 10).items())
                .singleElement()
                .satisfies(listed -> assertThat(listed.observations()).isEqualTo(rows));
        small.studies().delete("s");
        assertThat(workspace.find("s")).isEmpty();
    }

    @Test
    void updatedRowsKeepTheirPlaceAndNewOnesFollow() throws Exception {
        Study study = workspace.studies().create(NewStudy.of("s", "n", TASK, "synthetic"));
        List<String> lines = Files.readAllLines(Path.of("data/synthetic/observations.csv"));
        submit(study, String.join("\n", lines.subList(0, 21)) + "\n");
        List<Observation> before = workspace.observations(study);
        List<Observation> given =
                ObservationCsv.read(String.join("\n", lines), ImportRules.any()).observations().subList(10, 30).stream()
                        .map(row -> row.toBuilder().accuracy(row.accuracy() / 2).build())
                        .toList();
        byte[] rows = ObservationCsv.text(given).getBytes(java.nio.charset.StandardCharsets.UTF_8);

        ImportResult read = workspace
                .imports()
                .submit(
                        study,
                        ObservationImport.Mode.UPDATE,
                        rules -> ImportFiles.of("rows", rows).read(rules, workspace.tasks()));

        assertThat(read.errors()).isEmpty();
        List<Observation> expected = new ArrayList<>(before.subList(0, 10));
        expected.addAll(given);
        assertThat(workspace.observations(study)).isEqualTo(expected);
        assertThat(workspace.revision(study)).isEqualTo(ObservationCsv.sha256(expected));
    }

    @Test
    void anIdThatIsAskedForIsTakenOnceAndOneThatIsMadeGetsAnEnding() {
        workspace.studies().create(NewStudy.of("a-study", "n", TASK, "f"));

        assertThatThrownBy(() -> workspace.studies().create(NewStudy.of("a-study", "n", TASK, "f")))
                .isInstanceOf(Conflict.class)
                .hasMessage("a study with the id a-study exists already");
        NewStudy named = Json.read("{\"name\": \"A study\", \"task\": \"mmlu\"}", NewStudy.class);
        assertThat(workspace.studies().create(named).id())
                .startsWith("a-study-")
                .hasSize("a-study-".length() + 8);
    }

    @Test
    void aStudySaysHowItCounts() throws Exception {
        Study study = workspace
                .studies()
                .create(NewStudy.of("s", "n", TASK, "f")
                        .with(Map.of("flops_per_param_token", "12", "loss_law", "besiroglu_2024")));

        assertThat(study.convention().flopsPerParamToken()).isEqualTo(12);
        assertThat(study.convention().lossLaw()).isEqualTo(Optional.of("besiroglu_2024"));
        assertThat(study.convention().paramCount())
                .isEqualTo(workspace.lossLaws().require("besiroglu_2024").paramCount());
        assertThat(workspace.study("s")).isEqualTo(study);
        assertThat(NewStudy.of("s", "n", TASK, "f")
                        .with(Map.of("param_count", "non_embedding"))
                        .paramCount())
                .contains(ParamCount.NON_EMBEDDING);
        assertThatThrownBy(() -> NewStudy.of("s", "n", TASK, "f").with(Map.of("flavour", "x")))
                .hasMessageContaining("flavour");
        assertThatThrownBy(() -> workspace
                        .studies()
                        .create(NewStudy.of("u", "n", TASK, "f").with(Map.of("loss_law", "none"))))
                .hasMessageContaining("loss_law must be one of");
        assertThat(workspace.find("u")).isEmpty();
    }

    @Test
    void whatIsNotThereIsSaidInOneWay() {
        for (Runnable asked : List.<Runnable>of(
                () -> workspace.study("x"),
                () -> workspace.studies().delete("x"),
                () -> workspace.fits().find("x"),
                () -> workspace.forecasts().find("x"),
                () -> workspace.forecasts().delete("x"),
                () -> workspace.ledger().entry("x")))
            assertThatThrownBy(asked::run)
                    .isInstanceOf(NotFound.class)
                    .hasMessageStartingWith("there is no ")
                    .hasMessageEndingWith(" with the id x");
    }

    @Test
    void pagesOfStudiesFollowEachOther() {
        for (String id : List.of("a", "b", "c")) workspace.studies().create(NewStudy.of(id, "n", TASK, "f"));

        Listed<Study> first = workspace.studies().list("", "", 2);
        assertThat(first.items()).extracting(Study::id).containsExactly("a", "b");
        assertThat(first.nextCursor()).contains("b");
        assertThat(workspace.studies().list("b", "", 2).items())
                .extracting(Study::id)
                .containsExactly("c");
        assertThat(workspace.studies().list("b", "", 2).nextCursor()).isEmpty();
        assertThat(workspace.studies().list("", "", 3).nextCursor()).isEmpty();
        assertThat(workspace.studies().othersOfTask(workspace.study("a")))
                .extracting(Study::id)
                .containsExactly("b", "c");
    }
}
