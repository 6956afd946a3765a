package org.emergencelaw.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.emergencelaw.fit.FitOptions.Method;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of many rows the page comes at once, and what takes long is a job for all who ask. */
class DiagnosticsJobTest {

    private static final int SEEDS = 7;
    private static final int ROWS = 6 * 4 * SEEDS;

    @TempDir
    private static Path directory;

    private static RunningService service;

    @BeforeAll
    static void start() {
        service = RunningService.in(directory);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static String study(int seeds) {
        String study = service.newStudy();
        assertThat(service.postCsv(study + "/observations", LedgerSite.smallStudy("f", 1.75, seeds))
                        .status())
                .isEqualTo(201);
        assertThat(service.postJson(study + "/fits", "{\"method\": \"mle\"}").status())
                .isEqualTo(201);
        return study;
    }

    private static JsonNode diagnostics(String study) {
        return service.get(study.replace("/api/v1", "") + "/diagnostics.json").json();
    }

    private static String asked(String study) {
        RunningService.Answer job = service.postJson(study + "/diagnostics", "");
        assertThat(job.status()).isEqualTo(202);
        return job.header("Location");
    }

    private static JsonNode ended(String job) {
        return service.ended(job);
    }

    @Test
    void whatTakesLongComesByAJobThatAllShare() {
        String study = study(SEEDS);
        JsonNode quick = diagnostics(study);
        assertThat(quick.get("influence_pending").asBoolean()).isTrue();
        assertThat(quick.at("/diagnostics/influence")).isEmpty();
        assertThat(quick.at("/diagnostics/residuals")).hasSize(ROWS);
        String page = study.replace("/api/v1", "") + "/diagnostics";
        assertThat(service.get(page).body()).contains("Leave out each of them", "action=\"" + page + "\"");

        String job = asked(study);
        assertThat(asked(study)).isEqualTo(job);
        JsonNode done = ended(job);

        assertThat(done.get("state").asText()).isEqualTo("done");
        assertThat(done.get("kind").asText()).isEqualTo("influence");
        assertThat(done.get("done")).isEqualTo(done.get("total"));
        JsonNode whole = diagnostics(study);
        assertThat(whole.get("influence_pending").asBoolean()).isFalse();
        assertThat(whole.at("/diagnostics/influence")).isEqualTo(done.get("influence"));
        assertThat(done.get("influence")).hasSize(6 + 3 * SEEDS + ROWS);
        assertThat(service.get(page).body()).doesNotContain("Leave out each of them");
        assertThat(service.get(job.replace("/api/v1", "")).body()).contains(page + "#influence");
        assertThat(service.get(job.replace("/api/v1", "") + "?tour=3").body())
                .contains(page + "?tour=3#influence")
                .doesNotContain("#influence?");
        assertThat(asked(study)).as("it is kept").isEqualTo(job);

        service.postJson(study + "/fits", "{\"method\": \"mle\", \"seed\": 3}");
        assertThat(diagnostics(study).get("influence_pending").asBoolean())
                .as("of another fit it is another one")
                .isTrue();
    }

    @Test
    void aJobThatWasCancelledCanBeAskedForAgain() {
        String study = study(SEEDS);
        // the one worker is busy with another job, so that this one waits
        String first = asked(study(SEEDS + 1));
        String job = asked(study);
        service.delete(job);
        assertThat(ended(job).get("state").asText()).isIn("cancelled", "done");

        assertThat(asked(study)).isEqualTo(job);

        assertThat(ended(job).get("state").asText()).isEqualTo("done");
        assertThat(ended(first).get("state").asText()).isEqualTo("done");
    }

    @Test
    void fewRowsAreLeftOutAtOnce() {
        JsonNode whole = diagnostics(study(1));

        assertThat(whole.get("influence_pending").asBoolean()).isFalse();
        assertThat(whole.at("/diagnostics/influence")).isNotEmpty();
    }

    @Test
    void nothingIsLeftOutOfAFitWithoutALaw() {
        String study = service.newStudy();
        String rows = "task,family,model,params,tokens,regime,examples,accuracy,n_eval\n"
                + "t,f,a,1e8,2e9,few_shot,5,0.25,1000\nt,f,b,3e8,6e9,few_shot,5,0.26,1000\nt,f,c,1e9,2e10,few_shot,5,0.31,1000\n";
        assertThat(service.postCsv(study + "/observations", rows).status()).isEqualTo(201);

        JsonNode done = ended(asked(study));

        assertThat(done.get("state").asText()).isEqualTo("done");
        assertThat(done.get("influence")).isEmpty();
    }

    @Test
    void everyMethodIsAJobAndTheFitsOwnComesAtOnce() {
        String study = study(1), page = study.replace("/api/v1", "") + "/methods";
        JsonNode quick = service.get(page + ".json").json();
        assertThat(quick.get("methods_pending").asBoolean()).isTrue();
        assertThat(quick.get("methods")).hasSize(1);
        assertThat(quick.at("/methods/0/method").asText()).isEqualTo("mle");
        assertThat(service.get(page).body()).contains("Fit by every method", "action=\"" + page + "\"");

        String job = service.postJson(study + "/methods", "").header("Location");
        assertThat(service.postJson(study + "/methods", "").header("Location")).isEqualTo(job);
        JsonNode done = ended(job);

        assertThat(done.get("kind").asText()).isEqualTo("methods");
        JsonNode whole = service.get(page + ".json").json();
        assertThat(whole.get("methods_pending").asBoolean()).isFalse();
        assertThat(whole.get("methods")).hasSize(Method.values().length).isEqualTo(done.get("methods"));
        assertThat(whole.at("/methods/" + Method.MLE.ordinal())).isEqualTo(quick.at("/methods/0"));
        assertThat(service.get(page).body()).contains("bootstrap of groups").doesNotContain("Fit by every method");
        assertThat(service.get(job.replace("/api/v1", "")).body()).contains("href=\"" + page + "\"");
        assertThat(service.postJson(study + "/methods", "").header("Location"))
                .as("it is kept")
                .isEqualTo(job);
    }

    @Test
    void aTornadoIsAJobOfItsForecast() {
        String study = study(1);
        String fit = "/api/v1/fits/"
                + service.get(study.replace("/api/v1", "") + ".json")
                        .json()
                        .at("/fit/id")
                        .asText();
        String draft = LedgerSite.draft(service, fit), page = draft.replace("/api/v1", "") + "/tornado";
        assertThat(service.get(page + ".json").json().get("tornado").isNull()).isTrue();
        assertThat(service.get(page).body())
                .contains("Change one assumption at a time", "action=\"" + page + "\"", "As it stands");

        RunningService.Answer asked = service.postJson(draft + "/tornado", "");
        assertThat(asked.status()).isEqualTo(202);
        assertThat(asked.json().get("forecast_id").asText()).isEqualTo(LedgerSite.id(draft));
        JsonNode waitedFor = service.get(draft + "/tornado").json();
        JsonNode done = ended(asked.header("Location"));

        assertThat(done.get("tornado")).isEqualTo(waitedFor);
        assertThat(service.get(page + ".json").json().get("tornado")).isEqualTo(waitedFor);
        assertThat(service.get(page).body()).contains("depends most on");
        assertThat(service.delete(draft).status()).isEqualTo(204);
        assertThat(service.get(asked.header("Location")).status())
                .as("it goes with its forecast")
                .isEqualTo(404);
    }
}
