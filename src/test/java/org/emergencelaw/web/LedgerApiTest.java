package org.emergencelaw.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.emergencelaw.web.LedgerSite.TERMS;
import static org.emergencelaw.web.LedgerSite.draft;
import static org.emergencelaw.web.LedgerSite.id;
import static org.emergencelaw.web.LedgerSite.lock;
import static org.emergencelaw.web.LedgerSite.results;
import static org.emergencelaw.web.StudyApiTest.problem;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import org.assertj.core.data.Offset;
import org.emergencelaw.format.DisplayNumbers;
import org.emergencelaw.format.Json;
import org.emergencelaw.ledger.CanonicalJson;
import org.emergencelaw.ledger.LockedForecast;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The life of a locked forecast over HTTP. */
class LedgerApiTest {

    @TempDir
    static Path directory;

    static RunningService service;
    static String fit = "";

    @BeforeAll
    static void start() throws Exception {
        service = RunningService.in(directory);
        fit = LedgerSite.fit(service);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static String locked() {
        String draft = draft(service, fit);
        RunningService.Answer answer = lock(service, draft);
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return draft;
    }

    private static String state(String draft) {
        return service.get("/api/v1/ledger/" + id(draft))
                .json()
                .at("/standing/state")
                .asText();
    }

    @Test
    void aLockFreezesWhatItWasMadeOf() {
        String draft = draft(service, fit);
        JsonNode forecast = service.get(draft).json();
        RunningService.Answer answer = lock(service, draft);
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        assertThat(answer.header("Location")).isEqualTo("/api/v1/ledger/" + id(draft));

        JsonNode entry = answer.json(), frozen = entry.get("lock");
        assertThat(frozen.get("claim").asText())
                .isEqualTo("The planned run (50B parameters, 1.6T tokens, 4.8 × 10²³ FLOPs), evaluated 5-shot on at"
                        + " least 1,000 items of synthetic_four_choice, exceeds its trivial accuracy 0.25 by a one-sided exact"
                        + " binomial test at level 0.05, by 2027-06-01T00:00:00Z.");
        assertThat(frozen.at("/forecast/probability").asDouble())
                .isEqualTo(forecast.get("p_exceeds_trivial").asDouble());
        assertThat(frozen.at("/forecast_numbers/claim")).isEqualTo(forecast.get("claim"));
        assertThat(frozen.at("/fit_numbers/law/k").asDouble())
                .isEqualTo(forecast.at("/law/k").asDouble());
        assertThat(frozen.at("/rivals").findValuesAsText("key")).contains("emergence_law", "never");
        assertThat(frozen.get("prior").asText()).isEqualTo("none");
        assertThat(frozen.get("at_loss").size()).isEqualTo(33);
        assertThat(entry.at("/standing/locked_at").asText()).isEqualTo(RunningService.NOW.toString());
        String rows = service.get(
                        "/api/v1/ledger/rows/" + frozen.get("input_sha256").asText())
                .body();
        assertThat(rows)
                .isEqualTo(service.get(LedgerSite.STUDY + "/observations.csv").body());
        assertThat(CanonicalJson.sha256(rows))
                .isEqualTo(frozen.get("input_sha256").asText());
    }

    /** The headline of a forecast is what a lock claims where nothing else is said. */
    @Test
    void aLockClaimsTheNamedLevelUnlessTermsOfTheTestAreGiven() {
        String usual = TERMS.replace(", \"event\": \"exceeds_trivial\"", "");
        String draft = service.postJson(
                        fit + "/forecasts",
                        "{\"params\": \"50B\", \"tokens\": \"1.6T\", \"eval_items\": 1000, \"level\": 0.4}")
                .header("Location");
        JsonNode forecast = service.get(draft).json();
        JsonNode frozen = service.postJson(draft + "/lock", usual).json().get("lock");

        assertThat(frozen.get("claim").asText())
                .contains(", reaches an accuracy of 0.4, by ")
                .doesNotContain("exceeds");
        assertThat(frozen.at("/terms/rule/named_level").asDouble()).isEqualTo(0.4);
        assertThat(frozen.get("least_right").asInt()).isEqualTo(400);
        assertThat(frozen.at("/forecast/probability").asDouble())
                .as("of the event that decides it")
                .isEqualTo(forecast.get("p_scores_level").asDouble());
        assertThat(frozen.at("/forecast_numbers/p_reaches_level")).isEqualTo(forecast.get("p_reaches_level"));
        for (JsonNode rival : frozen.get("rivals"))
            if (rival.get("key").asText().equals("never")) {
                assertThat(rival.get("basis").asText()).isEqualTo("past_crossing");
                assertThat(rival.get("probability").asDouble()).isZero();
            }
        double least = 1, most = 0;
        for (JsonNode at : frozen.get("at_loss")) {
            least = Math.min(least, at.get("probability").asDouble());
            most = Math.max(most, at.get("probability").asDouble());
        }
        assertThat(most).isGreaterThan(least);

        String test = service.postJson(
                        LedgerSite.draft(service, fit) + "/lock", usual.replace("{", "{\"level\": 0.01, "))
                .json()
                .at("/lock/claim")
                .asText();
        assertThat(test).contains("at level 0.01");
        RunningService.Answer both = service.postJson(
                LedgerSite.draft(service, fit) + "/lock",
                usual.replace("{", "{\"event\": \"level\", \"minimum_effect\": 0.1, "));
        assertThat(both.status()).isEqualTo(422);
        assertThat(both.body()).contains("minimum_effect must be 0 where the event is a named level");

        service.postCsv(draft + "/outcome", LedgerSite.results(0.39, 1000));
        assertThat(state(draft)).isEqualTo("not_emerged");
        JsonNode scores = service.get("/api/v1/scores").json();
        JsonNode ofLevels = scores.at("/by_event/0");
        assertThat(ofLevels.get("event").asText()).isEqualTo("level");
        assertThat(ofLevels.at("/prospective/resolved").asInt()).isPositive();
        assertThat(ofLevels.at("/prospective/resolved").asInt()
                        + scores.at("/by_event/1/prospective/resolved").asInt())
                .isEqualTo(scores.at("/prospective/resolved").asInt());
        assertThat(service.get("/scores.csv").body()).contains("\nprospective_level,forecast,");
    }

    /** 4,000 items are among those for which the probability is frozen, 5,000 lie between two of them. */
    @ParameterizedTest
    @CsvSource({"1000, 1e-12", "4000, 1e-6", "5000, 0.005"})
    void anOutcomeIsScoredForItsOwnItems(int items, double within) {
        String draft = locked();
        JsonNode asked = service.get(service.postJson(
                                fit + "/forecasts",
                                "{\"params\": \"50B\", \"tokens\": \"1.6T\", \"eval_items\": " + items + "}")
                        .header("Location"))
                .json();
        JsonNode entry =
                service.postCsv(draft + "/outcome", results(0.3, items)).json();

        assertThat(entry.get("scored_probability").asDouble())
                .isCloseTo(asked.get("p_exceeds_trivial").asDouble(), Offset.offset(within));
        assertThat(entry.has("items_caveat")).isFalse();
        assertThat(service.get("/ledger/" + id(draft)).body())
                .contains("Scored by", "on " + DisplayNumbers.plural(items, "item") + "</dd>");
        JsonNode byItems = rival(entry.get("lock"), "few_shot_logistic").get("probability_by_items");
        assertThat(byItems.size()).isEqualTo(entry.at("/lock/claim_items").size());
        assertThat(byItems.get(12).asDouble())
                .as("more items show a smaller excess")
                .isGreaterThan(byItems.get(0).asDouble());
    }

    /** As an entry of an earlier version has it. */
    @Test
    void aLockWithoutItsItemsIsScoredAsItWasLocked() {
        ObjectNode frozen = (ObjectNode)
                service.get("/api/v1/ledger/" + id(locked())).json().get("lock");
        frozen.remove("claim_items");
        frozen.remove("other_name");
        ((ObjectNode) frozen.get("run")).remove("size_tolerance");
        ((ObjectNode) frozen.get("forecast")).remove("probability_by_items");
        frozen.get("rivals").forEach(rival -> ((ObjectNode) rival).remove("probability_by_items"));
        LockedForecast old = Json.read(frozen.toString(), LockedForecast.class);

        assertThat(old.probabilityOn(14_042))
                .isEqualTo(frozen.at("/forecast/probability").asDouble());
        assertThat(old.itemsCaveat(1_000)).isEmpty();
        assertThat(old.itemsCaveat(14_042).orElseThrow())
                .contains("for 1,000 items alone", "on 14,042 items, is scored by that");
    }

    @Test
    void aRunIsKnownByItsSizeUnderAnotherName() {
        String terms = TERMS.replace("{", "{\"model\": \"ours-50b\", ");
        String draft = draft(service, fit), twice = draft(service, fit);
        assertThat(service.postJson(draft + "/lock", terms)
                        .json()
                        .at("/lock/other_name")
                        .isNull())
                .isTrue();
        service.postJson(twice + "/lock", terms);

        JsonNode entry = service.postCsv(draft + "/outcome", results("sim-50b", "1.6T", 0.3, 1000))
                .json();
        assertThat(entry.at("/outcome/explanation").asText())
                .endsWith("The results are of sim-50b, which has the size of the planned run, locked as ours-50b.");
        String two = results("sim-50b", "1.6T", 0.3, 1000)
                + results("other-50b", "1.6T", 0.3, 1000).split("\n")[1] + "\n";
        assertThat(problem(service.postCsv(twice + "/outcome", two), 422)
                        .get("detail")
                        .asText())
                .contains("ours-50b or of one model of its size, had sim-50b, other-50b");
        assertThat(problem(service.postCsv(twice + "/outcome", results("sim-50b", "1.8T", 0.3, 1000)), 422)
                        .get("detail")
                        .asText())
                .contains("its model is sim-50b, the run was locked as ours-50b");
        // its own name goes before the size
        assertThat(service.postCsv(
                                twice + "/outcome",
                                two + results("ours-50b", "1.6T", 0.2, 1000).split("\n")[1])
                        .json()
                        .at("/outcome/outcome")
                        .asText())
                .isEqualTo("not_emerged");
    }

    @Test
    void aLockSaysThatTheStudyHasItsRunUnderAnotherName() {
        String draft = service.postJson(
                        fit + "/forecasts", "{\"params\": \"34B\", \"tokens\": \"1.5T\", \"eval_items\": 1000}")
                .header("Location");
        RunningService.Answer lock =
                service.postJson(draft + "/lock", TERMS.replace("{", "{\"model\": \"ours-34b\", "));

        assertThat(lock.status()).as(lock.body()).isEqualTo(201);
        assertThat(lock.json().at("/lock/other_name").asText())
                .contains("few-shot results of sim-34b", "If that is ours-34b under another name");
        assertThat(service.get("/ledger/" + id(draft)).body()).contains("few-shot results of sim-34b");
        assertThat(service.get("/studies/synthetic/compare").body())
                .contains("sim-34b is the planned run of <a href=\"/ledger/" + id(draft)
                        + "\">a locked forecast</a>, by its size: the forecast named another model.");
    }

    @Test
    void rivalsStateTheProbabilityOfTheClaimByItsRule() {
        JsonNode usual = said(TERMS, "few_shot_logistic");
        JsonNode strict = said(TERMS.replace("{", "{\"level\": 0.001, \"minimum_effect\": 0.2, "), "few_shot_logistic");

        assertThat(usual.get("basis").asText()).isEqualTo("claim");
        assertThat(strict.get("basis").asText()).isEqualTo("claim");
        assertThat(strict.get("probability").asDouble())
                .isLessThan(usual.get("probability").asDouble() - 0.05);
    }

    /** What a rival says of a draft that is locked by these terms. */
    private static JsonNode said(String terms, String rival) {
        return rival(
                service.postJson(LedgerSite.draft(service, fit) + "/lock", terms)
                        .json()
                        .get("lock"),
                rival);
    }

    private static JsonNode rival(JsonNode lock, String rival) {
        for (JsonNode one : lock.get("rivals")) if (one.get("key").asText().equals(rival)) return one;
        throw new AssertionError("no rival " + rival);
    }

    @Test
    void afterTheLockEveryChangeIsAConflict() {
        String draft = locked();
        JsonNode before = service.get("/api/v1/ledger/" + id(draft)).json();
        problem(lock(service, draft), 409);
        problem(service.delete(draft), 409);
        problem(service.send(service.request(draft).PUT(java.net.http.HttpRequest.BodyPublishers.ofString("{}"))), 409);
        assertThat(service.get("/api/v1/ledger/" + id(draft)).json()).isEqualTo(before);
    }

    @Test
    void aDraftMayBeDeleted() {
        String draft = draft(service, fit);
        assertThat(service.delete(draft).status()).isEqualTo(204);
        problem(service.get(draft), 404);
        problem(lock(service, draft), 404);
    }

    @ParameterizedTest
    @CsvSource({
        "0.30, 1000, emerged",
        "0.26, 1000, not_emerged",
        "0.60, 999, inconclusive",
    })
    void theRuleDecides(double accuracy, int items, String outcome) {
        String draft = locked();
        RunningService.Answer answer = service.postCsv(draft + "/outcome", results(accuracy, items));
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        assertThat(answer.json().at("/outcome/outcome").asText()).isEqualTo(outcome);
        assertThat(state(draft)).isEqualTo(outcome);
        problem(service.postCsv(draft + "/outcome", results(0.9, 1000)), 409);
        problem(service.postJson(draft + "/withdrawal", "{\"reason\": \"bad luck\"}"), 409);
        problem(service.postJson(draft + "/void", "{\"reason\": \"bad luck\"}"), 409);
        assertThat(state(draft)).isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource({
        "1.9T, 'was trained with 5.7 × 10²³ FLOPs, 18.8% more than the planned 4.8 × 10²³; the tolerance is 10%'",
        "1.4T, 'was trained with 4.2 × 10²³ FLOPs, 12.5% less than the planned 4.8 × 10²³; the tolerance is 10%'",
    })
    void resultsOfAnotherRunAreRefused(String tokens, String said) {
        String draft = locked();
        JsonNode problem = problem(service.postCsv(draft + "/outcome", results("other", tokens, 0.4, 1000)), 422);
        assertThat(problem.get("detail").asText()).contains("a row of the planned run", said);
        assertThat(state(draft)).isEqualTo("open");
    }

    @Test
    void itemsMustBeCounted() {
        String draft = locked();
        String rows = results(0.4, 1000).replace(",1000,", ",,");
        assertThat(problem(service.postCsv(draft + "/outcome", rows), 422)
                        .get("detail")
                        .asText())
                .contains("n_eval must be stated");
        problem(service.postCsv(draft + "/outcome", rows.replace("0.4", "74.2")), 422);
        assertThat(state(draft)).isEqualTo("open");
    }

    @Test
    void aWithdrawalIsForGood() {
        String draft = locked();
        problem(service.postJson(draft + "/withdrawal", "{\"reason\": \" \"}"), 400);
        assertThat(service.postJson(draft + "/withdrawal", "{\"reason\": \"the run was cancelled\"}")
                        .status())
                .isEqualTo(201);
        assertThat(state(draft)).isEqualTo("withdrawn");
        problem(service.postCsv(draft + "/outcome", results(0.4, 1000)), 409);
        problem(service.postJson(draft + "/dispute", "{\"reason\": \"r\"}"), 409);
    }

    @Test
    void aDisputeOpensAnOutcomeOnce() {
        String draft = locked();
        service.postCsv(draft + "/outcome", results(0.26, 1000));
        assertThat(service.postJson(draft + "/dispute", "{\"reason\": \"wrong answer filter\"}")
                        .status())
                .isEqualTo(201);
        problem(service.postJson(draft + "/dispute", "{\"reason\": \"again\"}"), 409);
        JsonNode disputed = service.get("/api/v1/ledger/" + id(draft)).json();
        assertThat(disputed.at("/standing/disputed").asBoolean()).isTrue();
        assertThat(disputed.at("/standing/state").asText()).isEqualTo("not_emerged");
        assertThat(service.postCsv(draft + "/outcome", results(0.3, 1000)).status())
                .isEqualTo(201);
        JsonNode settled = service.get("/api/v1/ledger/" + id(draft)).json();
        assertThat(settled.at("/standing/disputed").asBoolean()).isFalse();
        assertThat(settled.at("/standing/state").asText()).isEqualTo("emerged");
        assertThat(settled.get("entries").findValuesAsText("kind"))
                .containsSubsequence("lock", "outcome", "dispute", "outcome");
    }

    @Test
    void notesAndVisibilityStayEditable() {
        String draft = locked();
        service.postJson(draft + "/note", "{\"note\": \"first\"}");
        service.postJson(draft + "/note", "{\"note\": \"second\"}");
        service.postJson(draft + "/visibility", "{\"listed\": false}");
        JsonNode standing = service.get("/api/v1/ledger/" + id(draft)).json().get("standing");
        assertThat(standing.get("note").asText()).isEqualTo("second");
        assertThat(standing.get("listed").asBoolean()).isFalse();
        assertThat(service.get("/api/v1/ledger?limit=1000").json().get("items").findValuesAsText("forecast_id"))
                .doesNotContain(id(draft));
        assertThat(service.get("/api/v1/ledger?limit=1000&unlisted=true")
                        .json()
                        .get("items")
                        .findValuesAsText("forecast_id"))
                .contains(id(draft));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'assumptions': ' '              | assumptions must be stated",
                "'deadline': '2020-01-01T00:00:00Z' | deadline must lie after the lock",
                "'level': 0.9                    | level must be above 0 and at most 0.5",
                "'minimum_effect': -1            | minimum_effect must be from 0 to below 1",
                "'compute_tolerance': 0          | compute_tolerance must be above 0",
            })
    void badTermsAreRefused(String field, String said) {
        String draft = draft(service, fit);
        String key = field.substring(0, field.indexOf(':')).strip();
        String rest = TERMS.replaceAll("\"" + key.replace("'", "") + "\": \"[^\"]*\",? ?", "");
        String body = "{" + field.replace('\'', '"') + ", " + rest.substring(1).replaceAll(", }", "}");
        JsonNode problem = problem(service.postJson(draft + "/lock", body), 422);
        assertThat(problem.get("detail").asText()).contains(said);
        problem(service.get("/api/v1/ledger/" + id(draft)), 404);
    }

    @Test
    void aRunWhoseResultsAreInTheStudyIsNoForesight() {
        RunningService.Answer made = service.postJson(
                fit + "/forecasts", "{\"params\": \"34B\", \"tokens\": \"1.5T\", \"eval_items\": 1000}");
        String draft = made.header("Location");
        assertThat(problem(lock(service, draft), 422).get("detail").asText()).contains("results_seen", "sim-34b");
        assertThat(service.postJson(draft + "/lock", TERMS.replace("nothing_run", "results_seen"))
                        .status())
                .isEqualTo(201);
    }

    @Test
    void rowsThatChangedSinceTheFitCannotBeLocked() throws Exception {
        try (RunningService other =
                RunningService.in(java.nio.file.Files.createDirectory(directory.resolve("other")))) {
            String draft = draft(other, LedgerSite.fit(other));
            other.postCsv(
                    LedgerSite.STUDY + "/observations",
                    results("late", "1T", 0.25, 1000).replace("few_shot,5", "finetuned,100"));
            assertThat(problem(lock(other, draft), 409).get("detail").asText()).contains("have changed since");
        }
    }

    @Test
    void whatCountsAsForesightIsScoredAndWhatDoesNotStandsApart() {
        JsonNode before = service.get("/api/v1/scores").json();
        String foresight = draft(service, fit), seen = draft(service, fit), backtest = draft(service, fit);
        lock(service, foresight);
        service.postJson(seen + "/lock", TERMS.replace("nothing_run", "results_seen"));
        service.postJson(backtest + "/lock", TERMS.replace("{", "{\"backtest\": true, "));
        for (String draft : new String[] {foresight, seen, backtest})
            service.postCsv(draft + "/outcome", results(0.3, 1000));
        JsonNode after = service.get("/api/v1/scores").json();
        assertThat(after.at("/prospective/resolved").asInt())
                .isEqualTo(before.at("/prospective/resolved").asInt() + 1);
        assertThat(after.at("/exercises/resolved").asInt())
                .isEqualTo(before.at("/exercises/resolved").asInt() + 2);
        assertThat(service.get("/ledger.json?counted=exercise&limit=1000")
                        .json()
                        .get("items")
                        .findValuesAsText("forecast_id"))
                .contains(id(seen), id(backtest))
                .doesNotContain(id(foresight));
        service.postJson(foresight + "/dispute", "{\"reason\": \"wrong filter\"}");
        assertThat(service.get("/api/v1/scores").json().at("/prospective/resolved"))
                .as("disputed outcomes wait")
                .isEqualTo(before.at("/prospective/resolved"));
        assertThat(service.get("/scores").status()).isEqualTo(200);
        assertThat(service.get("/scores.csv").body().lines().count()).isGreaterThan(10);
    }

    @Test
    void scoresOfNothingAreNothing() throws Exception {
        try (RunningService other =
                RunningService.in(java.nio.file.Files.createDirectory(directory.resolve("empty")))) {
            JsonNode scores = other.get("/api/v1/scores").json();
            assertThat(scores.at("/prospective/resolved").asInt()).isZero();
            assertThat(scores.at("/prospective/forecasters").size()).isZero();
            assertThat(other.get("/scores").status()).isEqualTo(200);
            assertThat(other.get("/scores.csv").body().lines()).hasSize(1);
            assertThat(other.get("/ledger").body()).contains("No forecast has been locked yet");
            assertThat(other.get("/ledger/verification").body()).contains("The chain is intact");
        }
    }
}
