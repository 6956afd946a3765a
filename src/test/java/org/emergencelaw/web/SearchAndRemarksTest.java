package org.emergencelaw.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lists that are searched, names that change, suites that go by their name, and what is said of forecasts. */
class SearchAndRemarksTest {

    @TempDir
    private static Path directory;

    private static RunningService service;
    private static String fit;

    @BeforeAll
    static void open() throws Exception {
        service = RunningService.in(directory);
        fit = LedgerSite.fit(service);
        study("ours-mmlu", "Our family on MMLU", "mmlu");
        study("ours-gsm", "Our 100% family_x", "gsm8k");
    }

    @AfterAll
    static void close() {
        service.close();
    }

    private static void study(String id, String name, String task) {
        assertThat(service.postJson(
                                "/api/v1/studies",
                                "{\"id\": \"" + id + "\", \"name\": \"" + name + "\", \"task\": \"" + task
                                        + "\", \"trivial_accuracy\": 0, \"shots\": 5}")
                        .status())
                .isEqualTo(201);
    }

    private static List<String> ids(String path) {
        List<String> ids = new ArrayList<>();
        JsonNode found = service.get(path).json();
        found.get(found.has("items") ? "items" : "studies")
                .forEach(item -> ids.add(
                        item.has("id")
                                ? item.get("id").asText()
                                : item.get("study").get("id").asText()));
        return ids;
    }

    @Test
    void studiesAreFoundByNameTaskAndFamilyWhateverTheCase() {
        assertThat(ids("/api/v1/studies?q=OUR%20family")).containsExactly("ours-gsm", "ours-mmlu");
        assertThat(ids("/api/v1/studies?q=GSM8K")).containsExactly("ours-gsm");
        assertThat(ids("/index.json?q=mmlu")).containsExactly("ours-mmlu");
        assertThat(ids("/api/v1/studies?q=100%25%20f"))
                .as("a percent sign is one")
                .containsExactly("ours-gsm");
        assertThat(ids("/api/v1/studies?q=_")).as("so is a stroke").containsExactly("ours-gsm", "synthetic");
        assertThat(ids("/api/v1/studies?q=nothing")).isEmpty();
    }

    @Test
    void theStartPageSearchesStudiesAndExamples() {
        String page = service.get("/?q=zzz%3Cb%3E").body();
        assertThat(page).contains("No study and no example holds “zzz&lt;b&gt;”", "value=\"zzz&lt;b>\"");
        JsonNode examples = service.get("/index.json?q=synthetic").json().get("examples");
        assertThat(examples).isNotEmpty();
        examples.forEach(example ->
                assertThat(example.toString().toLowerCase(Locale.ROOT)).contains("synthetic"));
    }

    @Test
    void suitesAreSearchedAndGoByTheirNameAlone() {
        for (String name : List.of("Pythia tasks", "OLMo tasks"))
            assertThat(service.postJson("/api/v1/suites", "{\"name\": \"" + name + "\"}")
                            .status())
                    .isEqualTo(201);

        assertThat(service.get("/api/v1/suites?q=pythia").json().get("items")).hasSize(1);
        assertThat(service.get("/suites?q=olmo").body()).contains("OLMo tasks").doesNotContain("Pythia tasks");

        String form = "application/x-www-form-urlencoded";
        assertThat(service.post("/suites/olmo-tasks/delete", form, "name=tasks").status())
                .isEqualTo(422);
        assertThat(service.get("/api/v1/suites/olmo-tasks").status()).isEqualTo(200);
        service.post("/suites/olmo-tasks/delete", form, "name=OLMo+tasks");
        assertThat(service.get("/api/v1/suites/olmo-tasks").status()).isEqualTo(404);
    }

    @Test
    void aRemarkStandsBesideAForecastAndArchivedOnesLeaveTheLists() {
        String kept = LedgerSite.draft(service, fit), away = LedgerSite.draft(service, fit);

        RunningService.Answer said = service.json(
                "PUT",
                away + "/annotation",
                "{\"remark\": \"Before the new Tokenizer\\nand its data\", \"archived\": true}");

        assertThat(said.status()).as(said.body()).isEqualTo(200);
        assertThat(service.get(away + "/annotation").json().get("archived").asBoolean())
                .isTrue();
        assertThat(service.get(kept + "/annotation").json().get("remark").asText())
                .isEmpty();
        assertThat(ids("/api/v1/forecasts?study=synthetic"))
                .contains(LedgerSite.id(kept))
                .doesNotContain(LedgerSite.id(away));
        assertThat(ids("/api/v1/forecasts?study=synthetic&archived=true&q=tokenizer"))
                .containsExactly(LedgerSite.id(away));
        assertThat(service.get("/studies/synthetic/forecasts").body())
                .contains("Show 1 archived forecast too")
                .doesNotContain("new Tokenizer");
        assertThat(service.get("/studies/synthetic/forecasts?archived=true").body())
                .contains("new Tokenizer");
        assertThat(service.get("/forecasts/" + LedgerSite.id(away)).body()).contains("new Tokenizer");

        service.post(
                "/forecasts/" + LedgerSite.id(away) + "/annotation",
                "application/x-www-form-urlencoded",
                "remark=back+again");
        assertThat(ids("/api/v1/forecasts?study=synthetic&q=back%20again")).containsExactly(LedgerSite.id(away));

        String tooLong = "{\"remark\": \"" + "a".repeat(2001) + "\", \"archived\": false}";
        RunningService.Answer refused = service.json("PUT", away + "/annotation", tooLong);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body()).contains("remark");
        assertThat(service.json("PUT", "/api/v1/forecasts/none/annotation", "{\"remark\": \"\", \"archived\": false}")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void aStudyTakesAnotherNameThoughAForecastIsLockedAndNothingElse() {
        String draft = LedgerSite.draft(service, fit);
        assertThat(LedgerSite.lock(service, draft).status()).isEqualTo(201);

        assertThat(service.json("PATCH", LedgerSite.STUDY, "{\"name\": \"A better name\"}")
                        .status())
                .isEqualTo(200);

        assertThat(service.get(LedgerSite.STUDY).json().get("name").asText()).isEqualTo("A better name");
        assertThat(service.get(fit).status()).as("its fits stay").isEqualTo(200);
        assertThat(service.json("PATCH", LedgerSite.STUDY, "{\"name\": \"x\", \"shots\": 4}")
                        .status())
                .isEqualTo(409);
    }

    @Test
    void theLedgerIsSearched() {
        String draft = LedgerSite.draft(service, fit);
        assertThat(LedgerSite.lock(service, draft).status()).isEqualTo(201);
        service.postJson(draft + "/note", "{\"note\": \"The Big One\"}");

        JsonNode found = service.get("/api/v1/ledger?q=big%20one").json();

        assertThat(found.get("items")).hasSize(1);
        assertThat(found.get("items").get(0).get("forecast_id").asText()).isEqualTo(LedgerSite.id(draft));
        assertThat(service.get("/ledger?q=big+one").body()).contains("1 locked forecast", "value=\"big one\"");
        assertThat(service.get("/api/v1/ledger?q=synthetic_four").json().get("items"))
                .isNotEmpty();
        assertThat(service.get("/api/v1/ledger?q=nowhere").json().get("items")).isEmpty();
        assertThat(service.get("/ledger.csv?q=nowhere").body().lines()).hasSize(1);
    }
}
