package org.emergencelaw.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.emergencelaw.format.Json;
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
                "same recipe"));
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
                .contains(
                        "exceeds its trivial accuracy 0.25",
                        "State                      open",
                        "emergence law",
                        "SHA-256");

        JsonNode listed = json(Ran.of("ledger", "list", "--state", "open", "--json", database[0], database[1]));
        assertThat(listed.get("total").asInt()).isEqualTo(1);
        String id = listed.at("/items/0/forecast_id").asText();
        assertThat(Ran.of("ledger", "list", database[0], database[1]).out()).contains(id, "1 of 1 locked forecast");

        Ran resolved = Ran.withInput(results(0.3), "ledger", "resolve", id, "-", database[0], database[1]);
        assertThat(resolved.status()).as(resolved.err()).isZero();
        assertThat(resolved.out()).contains("State                      emerged", "300 of 1,000 items right");
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
