package org.emergencelaw.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.emergencelaw.format.Json;
import org.emergencelaw.web.RunningService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code import} and {@code export}, into a database file and into a running service. */
class ImportCommandTest {

    private static final String SYNTHETIC = "data/synthetic/observations.csv";
    private static final String HEADER = "task,family,model,pretrain_loss_nats,regime,examples,seed,accuracy,n_eval\n";
    private static final String ROW = "own,f,m1,2.5,few_shot,5,1,0.25,1000\n";

    @TempDir
    Path directory;

    private String database() {
        return directory.resolve("studies.db").toString();
    }

    private Ran own(String rows, String... more) {
        String[] base = {"import", "-", "--study", "own", "--database", database()};
        String[] all = new String[base.length + more.length];
        System.arraycopy(base, 0, all, 0, base.length);
        System.arraycopy(more, 0, all, base.length, more.length);
        return Ran.withInput(rows, all);
    }

    private String exported(String study) {
        return Ran.of("export", "--study", study, "--database", database()).out();
    }

    @Test
    void aNewStudyIsMadeFromTheFileAndTheCatalogue() {
        Ran ran = Ran.of("import", SYNTHETIC, "--study", "synthetic", "--database", database());
        assertThat(ran.status()).as(ran.err()).isZero();
        assertThat(ran.out()).isEqualTo("saved 114 rows in study synthetic\n");
        assertThat(exported("synthetic").lines()).hasSize(115);
        // the export fits as the original does
        Ran fit = Ran.withInput(exported("synthetic"), "fit", "-", "--json", "--method", "mle");
        assertThat(fit.out())
                .isEqualTo(Ran.of("fit", SYNTHETIC, "--json", "--method", "mle").out());
    }

    @Test
    void aTaskThatNobodyKnowsNeedsItsNumbers() {
        Ran unknown = own(HEADER + ROW);
        assertThat(unknown.status()).isEqualTo(2);
        assertThat(unknown.err()).contains("--trivial-accuracy");
        Ran known = own(HEADER + ROW, "--trivial-accuracy", "0.25", "--shots", "5", "--name", "My own");
        assertThat(known.status()).as(known.err()).isZero();
        Ran more = own(HEADER + ROW.replace("m1", "m2"), "--shots", "8");
        assertThat(more.status()).isZero();
        assertThat(more.err()).contains("study own exists already");
        assertThat(exported("own").lines()).hasSize(3);
    }

    @Test
    void aNewStudyMayHaveAnyFieldThatTheApiHas() {
        Ran ran = own(
                HEADER + ROW,
                "--trivial-accuracy",
                "0.25",
                "--shots",
                "5",
                "--set",
                "flops_per_param_token=12",
                "--set",
                "param_count=non_embedding");
        assertThat(ran.status()).as(ran.err()).isZero();
        try (RunningService service = RunningService.in(directory)) {
            JsonNode study = service.get("/api/v1/studies/own").json();
            assertThat(study.at("/convention/flops_per_param_token").asDouble()).isEqualTo(12);
            assertThat(study.at("/convention/param_count").asText()).isEqualTo("non_embedding");
            Ran remote = Ran.withInput(
                    HEADER + ROW,
                    "import",
                    "-",
                    "--study",
                    "remote",
                    "--trivial-accuracy",
                    "0.25",
                    "--shots",
                    "5",
                    "--set",
                    "flops_per_param_token=12",
                    "--url",
                    service.url());
            assertThat(remote.status()).as(remote.err()).isZero();
            assertThat(service.get("/api/v1/studies/remote")
                            .json()
                            .at("/convention/flops_per_param_token")
                            .asDouble())
                    .isEqualTo(12);
        }
        Ran unknown = Ran.withInput(
                HEADER + ROW,
                "import",
                "-",
                "--study",
                "x",
                "--database",
                database(),
                "--trivial-accuracy",
                "0.25",
                "--shots",
                "5",
                "--set",
                "flavour=x");
        assertThat(unknown.status()).isEqualTo(2);
        assertThat(unknown.err()).contains("flavour");
    }

    @Test
    void aRefusedImportLeavesNothingBehind() {
        String bad = HEADER + ROW + "own,f,m2,2.4,few_shot,5,1,74,1000\n";
        Ran ran = own(bad, "--trivial-accuracy", "0.25", "--shots", "5");
        assertThat(ran.status()).isEqualTo(2);
        assertThat(ran.err()).contains("line 3, column accuracy", "did you mean 0.74?");
        Ran none = Ran.of("export", "--study", "own", "--database", database());
        assertThat(none.status()).isEqualTo(2);
        assertThat(none.err()).contains("there is no study with the id own");
        // nor does one into a study that is there
        own(HEADER + ROW, "--trivial-accuracy", "0.25", "--shots", "5");
        String before = exported("own");
        assertThat(own(bad).status()).isEqualTo(2);
        assertThat(own(HEADER + ROW).err()).contains("1 row of the file is saved already, and passed over.");
        assertThat(own(bad, "--replace").status()).isEqualTo(2);
        assertThat(exported("own")).isEqualTo(before);
    }

    @Test
    void aDryRunSavesNothing() {
        Ran fresh = own(HEADER + ROW, "--trivial-accuracy", "0.25", "--shots", "5", "--dry-run");
        assertThat(fresh.status()).isZero();
        assertThat(fresh.out()).contains("1 row would be saved", "dry run");
        assertThat(Ran.of("export", "--study", "own", "--database", database()).status())
                .isEqualTo(2);
        own(HEADER + ROW, "--trivial-accuracy", "0.25", "--shots", "5");
        String before = exported("own");
        assertThat(own(HEADER + ROW.replace("m1", "m2"), "--dry-run").status()).isZero();
        assertThat(exported("own")).isEqualTo(before);
    }

    @Test
    void rowsMayBeReplaced() throws Exception {
        own(HEADER + ROW, "--trivial-accuracy", "0.25", "--shots", "5");
        Ran ran = own(HEADER + ROW.replace("0.25", "0.30"), "--replace", "--json");
        JsonNode answer = Json.mapper().readTree(ran.out());
        assertThat(answer.get("saved").asBoolean()).isTrue();
        assertThat(answer.get("rows").asInt()).isEqualTo(1);
        assertThat(exported("own")).contains("0.3,").doesNotContain("0.25");
    }

    @Test
    void aRunningServiceTakesImportsToo() {
        try (RunningService service = RunningService.in(directory)) {
            String[] options = {"--trivial-accuracy", "0.25", "--shots", "5", "--url", service.url() + "/"};
            Ran first = remote(HEADER + ROW, options);
            assertThat(first.status()).as(first.err()).isZero();
            assertThat(first.out()).isEqualTo("saved 1 row in study own\n");
            assertThat(service.get("/api/v1/studies/own")
                            .json()
                            .at("/task/trivial_accuracy")
                            .asDouble())
                    .isEqualTo(0.25);
            Ran again = remote(HEADER + ROW, "--url", service.url());
            assertThat(again.status()).as(again.err()).isZero();
            assertThat(again.out()).isEqualTo("saved 0 rows in study own\n");
            Ran changed = remote(HEADER + ROW.replace("0.25", "0.4"), "--url", service.url());
            assertThat(changed.status()).isEqualTo(2);
            assertThat(changed.err()).contains("line 2, column accuracy: a measurement that is saved must not change");
            Ran updated = remote(HEADER + ROW.replace("0.25", "0.4"), "--url", service.url(), "--update");
            assertThat(updated.status()).as(updated.err()).isZero();
            assertThat(service.get("/api/v1/studies/own/observations.csv").body())
                    .contains(",0.4,");
            Ran dry = remote(HEADER + ROW.replace("m1", "m2"), "--url", service.url(), "--dry-run");
            assertThat(dry.out()).contains("would be saved");
            Ran replaced = remote(HEADER + ROW.replace("m1", "m3"), "--url", service.url(), "--replace");
            assertThat(replaced.status()).as(replaced.err()).isZero();
            assertThat(service.get("/api/v1/studies/own/observations.csv").body())
                    .contains("m3")
                    .doesNotContain("m1")
                    .doesNotContain("m2");
        }
    }

    @Test
    void anEmptyStudyAdoptsTaskAndFamilyWhenAskedTo() {
        String study = "{\"id\":\"%s\",\"name\":\"x\",\"task\":\"mmlu\",\"family\":\"y\"}";
        String arc = HEADER + ROW.replace("own,", "arc_easy,");
        try (RunningService service = RunningService.in(directory)) {
            for (String id : List.of("own", "other"))
                assertThat(service.post("/api/v1/studies", "application/json", study.formatted(id))
                                .status())
                        .isEqualTo(201);
            Ran refused = remote(arc, "--url", service.url());
            assertThat(refused.err()).contains("adopt=true (--adopt)");
            Ran adopted = remote(arc, "--url", service.url(), "--adopt");
            assertThat(adopted.status()).as(adopted.err()).isZero();
            assertThat(service.get("/api/v1/studies/own")
                            .json()
                            .at("/task/name")
                            .asText())
                    .isEqualTo("arc_easy");
        }
        Ran local = Ran.withInput(arc, "import", "-", "--study", "other", "--adopt", "--database", database());
        assertThat(local.status()).as(local.err()).isZero();
        assertThat(exported("other")).isEqualTo(exported("own"));
        Ran late = own(arc, "--adopt");
        assertThat(late.status()).isNotZero();
        assertThat(late.err()).contains("the study has rows: it takes no other task or family");
    }

    @Test
    void everyFormatOfAnExportIsAnAddressAndImportsAgain() throws Exception {
        own(HEADER + ROW, "--trivial-accuracy", "0.25", "--shots", "5");
        String[] export = {"export", "--study", "own", "--database", database()};
        String parquet = directory.resolve("rows.parquet").toString();
        assertThat(Ran.of(with(export, "--format", "parquet", "--output", parquet))
                        .status())
                .isZero();
        Ran.of(
                "import",
                parquet,
                "--study",
                "again",
                "--trivial-accuracy",
                "0.25",
                "--shots",
                "5",
                "--database",
                database());
        assertThat(exported("again")).isEqualTo(exported("own"));
        String records = Ran.of(with(export, "--format", "every_eval_ever")).out();
        String metadata = Ran.of(with(export, "--format", "metadata")).out();
        try (RunningService service = RunningService.in(directory)) {
            String study = "/api/v1/studies/own/";
            assertThat(service.get(study + "every_eval_ever.json").body()).isEqualTo(records);
            assertThat(service.get(study + "metadata.json").body())
                    .isEqualTo(metadata)
                    .contains("observations.parquet");
            assertThat(service.get(study + "observations.parquet").body()).startsWith("PAR1");
        }
    }

    private static Ran remote(String rows, String... options) {
        String[] base = {"import", "-", "--study", "own"};
        String[] all = new String[base.length + options.length];
        System.arraycopy(base, 0, all, 0, base.length);
        System.arraycopy(options, 0, all, base.length, options.length);
        return Ran.withInput(rows, all);
    }

    @Test
    void aServiceThatIsNotThereIsAFault() {
        Ran ran = remote(HEADER + ROW, "--url", "http://127.0.0.1:1");
        assertThat(ran.status()).isEqualTo(1);
        assertThat(ran.err()).contains("no service answers at http://127.0.0.1:1");
        assertThat(remote(HEADER + ROW, "--url", "localhost").status()).isEqualTo(2);
        assertThat(remote(HEADER + ROW, "--url", "http://127.0.0.1:1", "--database", "x")
                        .err())
                .contains("not both");
    }

    @Test
    void anExportIsWhatTheApiGives() throws Exception {
        Files.copy(Path.of(SYNTHETIC), directory.resolve("rows.csv"));
        Ran.of("import", directory.resolve("rows.csv").toString(), "--study", "synthetic", "--database", database());
        try (RunningService service = RunningService.in(directory)) {
            String path = "/api/v1/studies/synthetic/observations";
            assertThat(exported("synthetic"))
                    .isEqualTo(service.get(path + ".csv").body());
            assertThat(Ran.of("export", "--study", "synthetic", "--database", database(), "--json")
                            .out())
                    .isEqualTo(service.get(path + ".json").body());
        }
    }

    @Test
    void aFolderOfHarnessFilesIsOneImport() throws Exception {
        String[] base = {"import", "src/test/resources/lm-eval", "--study", "arc", "--database", database()};
        Ran many = Ran.of(base);
        assertThat(many.status()).isEqualTo(2);
        assertThat(many.err()).contains("choose one with --task");
        String[] chosen = {
            "import", "src/test/resources/lm-eval", "--study", "arc", "--task", "arc_easy", "--metric", "acc"
        };
        Ran dry = Ran.of(with(chosen, "--database", database(), "--dry-run"));
        assertThat(dry.status()).as(dry.err()).isZero();
        assertThat(dry.out())
                .contains("ours/old-160m@step1000", "2 rows would be saved in study arc; this was a dry run");
        Ran saved = Ran.of(with(chosen, "--database", database()));
        assertThat(saved.out()).isEqualTo("saved 2 rows in study arc\n");
        assertThat(saved.err()).contains("Only some items were evaluated", "git c10551f");
        Ran measured = Ran.of(
                "import",
                "src/test/resources/lm-eval/0.4",
                "--study",
                "tiny",
                "--task",
                "arc_tiny",
                "--trivial-accuracy",
                "0.25",
                "--shots",
                "5",
                "--database",
                database());
        assertThat(measured.status()).as(measured.err()).isZero();
        assertThat(exported("tiny")).contains("brier", "1.19422193470234");
    }

    @Test
    void aRunningServiceTakesHarnessFilesToo() throws Exception {
        try (RunningService service = RunningService.in(directory)) {
            String[] rows = {
                "import",
                "src/test/resources/lm-eval/old-160m-step1000.json",
                "--study",
                "arc",
                "--task",
                "arc_easy",
                "--url",
                service.url()
            };
            Ran unknown = Ran.of(rows);
            assertThat(unknown.status()).isEqualTo(2);
            assertThat(unknown.err()).contains("add it to models.csv: model ours/old-160m, revision step1000");
            Ran known = Ran.of(with(rows, "--models", "src/test/resources/lm-eval/models.csv"));
            assertThat(known.status()).as(known.err()).isZero();
            assertThat(known.out()).isEqualTo("saved 2 rows in study arc\n");
            Ran again = Ran.of(with(rows, "--replace", "--filter", "strict-match"));
            assertThat(again.status()).as("no row has this filter").isEqualTo(2);
            assertThat(Ran.of(with(rows, "--replace", "--metric", "acc")).out())
                    .isEqualTo("saved 1 row in study arc\n");
        }
    }

    private static String[] with(String[] base, String... more) {
        String[] all = Arrays.copyOf(base, base.length + more.length);
        System.arraycopy(more, 0, all, base.length, more.length);
        return all;
    }
}
