package org.emergencelaw.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.emergencelaw.format.Json;
import org.emergencelaw.job.Job;
import org.emergencelaw.store.Database;
import org.emergencelaw.web.RunningService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A forecast locked, resolved and verified from the command line, into a file and into a running service. */
class LedgerCommandTest {

    private static final String ROWS = "data/synthetic/observations.csv";

    @TempDir
    Path directory;

    private String[] lock(String... place) {
        List<String> line = new ArrayList<>(List.of(
                "forecast",
                ROWS,
                "--task",
                "synthetic_four_choice",
                "--train-flops",
                "4.8e23",
                "--eval-items",
                "1000",
                "--method",
                "mle",
                "--lock",
                "--study",
                "syn",
                "--deadline",
                "2099-06-30",
                "--seen",
                "nothing_run",
                "--assumptions",
                "same recipe",
                "--event",
                "exceeds_trivial"));
        line.addAll(List.of(place));
        return line.toArray(new String[0]);
    }

    private static String results(double accuracy) {
        return "task,model,train_flops,regime,examples,accuracy,n_eval,pretrain_loss_nats\n"
                + "synthetic_four_choice,big,4.8e23,few_shot,5," + accuracy + ",1000,1.8\n";
    }

    private static JsonNode json(Ran ran) throws Exception {
        assertThat(ran.status()).as(ran.err()).isZero();
        return Json.mapper().readTree(ran.out());
    }

    @Test
    void aForecastIsLockedResolvedAndVerifiedInAFile() throws Exception {
        String[] database = {"--database", directory.resolve("ledger.db").toString()};
        Ran locked = Ran.of(lock(database));
        assertThat(locked.status()).as(locked.err()).isZero();
        assertThat(locked.out())
                .contains("exceeds its trivial accuracy 0.25", "emergence law", "SHA-256")
                .containsPattern("State +open");

        JsonNode listed = json(Ran.of("ledger", "list", "--state", "open", "--json", database[0], database[1]));
        assertThat(listed.get("total").asInt()).isEqualTo(1);
        String id = listed.at("/items/0/forecast_id").asText();
        assertThat(Ran.of("ledger", "list", database[0], database[1]).out()).contains(id, "1 of 1 locked forecast");

        Ran resolved = Ran.withInput(results(0.3), "ledger", "resolve", id, "-", database[0], database[1]);
        assertThat(resolved.status()).as(resolved.err()).isZero();
        assertThat(resolved.out()).contains("300 of 1,000 items right").containsPattern("State +emerged");
        Ran again = Ran.of("ledger", "resolve", id, "--withdraw", "bad luck", database[0], database[1]);
        assertThat(again.status()).isEqualTo(2);
        assertThat(again.err()).contains("cannot be taken back");
        assertThat(json(Ran.of("ledger", "show", id, "--json", database[0], database[1]))
                        .at("/outcome/outcome")
                        .asText())
                .isEqualTo("emerged");

        Path export = directory.resolve("ledger.jsonl");
        Files.writeString(
                export, Ran.of("ledger", "export", database[0], database[1]).out());
        assertThat(Ran.of("verify", export.toString()).out()).contains("2 entries in order");
        assertThat(json(Ran.of("ledger", "verify", "--json", database[0], database[1]))
                        .get("entries")
                        .asInt())
                .isEqualTo(2);
        Ran broken = Ran.withInput(Files.readString(export).replace("same recipe", "own recipe"), "verify", "-");
        assertThat(broken.status()).isEqualTo(1);
        assertThat(broken.out()).contains("BROKEN at entry 1");
        assertThat(Ran.withInput("no entry\n", "verify", "-").out()).contains("BROKEN at entry 1: it is no entry");
    }

    @Test
    void aRunningServiceLocksToo() throws Exception {
        try (RunningService service = RunningService.in(directory)) {
            Ran locked = Ran.of(lock("--url", service.url(), "--json"));
            assertThat(json(locked).at("/standing/state").asText()).isEqualTo("open");
            assertThat(service.get("/api/v1/ledger").json().get("total").asInt())
                    .isEqualTo(1);
        }
    }

    /** A job of the file is for a service to take up. */
    @Test
    void readingTheLedgerStartsNothing() throws Exception {
        Path file = directory.resolve("ledger.db");
        String[] at = {"--database", file.toString()};
        Ran.of(lock(at));
        String id = json(Ran.of("ledger", "list", "--json", at[0], at[1]))
                .at("/items/0/forecast_id")
                .asText();
        try (Database database = Database.open(file)) {
            String revision = database.studies().revision("syn").orElseThrow();
            database.jobs()
                    .add(
                            Job.ofStudy("waiting", "syn", Job.Kind.BACKTEST, 1, revision, 9, RunningService.NOW),
                            Optional.empty());
        }

        Ran.of("ledger", "list", at[0], at[1]);
        Ran.of("ledger", "show", id, at[0], at[1]);
        Ran.of("ledger", "export", at[0], at[1]);
        Ran.of("ledger", "export", "--csv", at[0], at[1]);
        Ran.of("verify", at[0], at[1]);
        Ran.of("ledger", "resolve", id, "--withdraw", "r", at[0], at[1]);

        try (Database database = Database.open(file)) {
            assertThat(database.jobs().find("waiting")).map(Job::state).contains(Job.State.QUEUED);
            assertThat(database.ledger().of(id)).hasSize(2);
        }
    }

    @Test
    void aFileAndAServiceGiveTheSameAnswers() throws Exception {
        try (RunningService service = RunningService.in(directory)) {
            String[] url = {"--url", service.url()};
            String[] file = {"--database", directory.resolve("studies.db").toString()};
            String id = json(Ran.of(lock("--url", service.url(), "--json")))
                    .at("/standing/forecast_id")
                    .asText();
            for (List<String> question : List.of(
                    List.of("ledger", "list", "--json"),
                    List.of("ledger", "list", "--state", "open", "--task", "synthetic_four_choice"),
                    List.of("ledger", "show", id),
                    List.of("ledger", "export"),
                    List.of("ledger", "export", "--csv")))
                assertThat(Ran.of(and(question, url)).out())
                        .as(question.toString())
                        .isNotBlank()
                        .isEqualTo(Ran.of(and(question, file)).out());
            JsonNode ofService = json(Ran.of("ledger", "show", id, "--json", url[0], url[1]));
            JsonNode ofFile = json(Ran.of("ledger", "show", id, "--json", file[0], file[1]));
            ((ObjectNode) ofService).remove("now");
            ((ObjectNode) ofFile).remove("now");
            assertThat(ofService).isEqualTo(ofFile);
        }
    }

    private static String[] and(List<String> question, String... place) {
        List<String> line = new ArrayList<>(question);
        line.addAll(List.of(place));
        return line.toArray(new String[0]);
    }

    @Test
    void whatIsNotInTheLedgerIsBadInputWithTheSameProblemAsTheApis() throws Exception {
        String[] at = {"--database", directory.resolve("ledger.db").toString()};
        Ran.of(lock(at));

        Ran unknown = Ran.of("ledger", "show", "none", "--json", at[0], at[1]);

        assertThat(unknown.status()).isEqualTo(2);
        JsonNode problem = Json.mapper().readTree(unknown.err());
        assertThat(problem.get("status").asInt()).isEqualTo(404);
        assertThat(problem.get("detail").asText()).isEqualTo("there is no locked forecast with the id none");
        assertThat(Ran.of("ledger", "show", "none", at[0], at[1]).err())
                .isEqualTo("emergence-law: there is no locked forecast with the id none\n");
    }

    @Test
    void whatIsMissingIsSaid() {
        String file = directory.resolve("none.db").toString();
        assertThat(Ran.of("ledger", "list", "--database", file).err()).contains("there is no database");
        assertThat(Ran.of("verify", "--database", file).err()).contains("there is no database");
        assertThat(Ran.of("ledger").err()).contains("a command is missing");
        assertThat(Ran.of("ledger", "resolve", "x").err()).contains("give FILE, or one of --void");
        Ran without = Ran.of(
                "forecast", ROWS, "--task", "synthetic_four_choice", "--train-flops", "1e23", "--lock", "--study", "s");
        assertThat(without.status()).isEqualTo(2);
        assertThat(without.err()).contains("--lock needs --deadline");
    }
}
