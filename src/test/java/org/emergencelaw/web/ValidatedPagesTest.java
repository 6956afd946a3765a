package org.emergencelaw.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.emergencelaw.TestDatabase;
import org.emergencelaw.workspace.access.AccessTokens;
import org.emergencelaw.workspace.access.Scope;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever has a page is told so, until anything in it changes. */
class ValidatedPagesTest {

    private static final String ROW =
            "task,family,model,params,tokens,pretrain_loss_nats,regime,examples,seed,accuracy,n_eval\n"
                    + "t,f,m6,1B,335.5B,1.82,few_shot,5,0,0.2531,1000\n";

    @TempDir
    private static Path directory;

    private static RunningService service;

    @BeforeAll
    static void start() {
        service = RunningService.in(directory, 20, Clock.systemUTC());
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static String study() {
        String study = service.newStudy();
        assertThat(service.postCsv(study + "/observations", LedgerSite.smallStudy())
                        .status())
                .isEqualTo(201);
        fit(study, "{\"method\": \"mle\"}");
        return study;
    }

    private static String fit(String study, String options) {
        RunningService.Answer fit = service.postJson(study + "/fits", options);
        assertThat(fit.status()).isEqualTo(201);
        return fit.header("Location");
    }

    private static String page(String api) {
        return api.replace("/api/v1", "");
    }

    private static RunningService.Answer again(String address, String validator, String... headers) {
        return service.send(service.request(address)
                .headers(headers.length == 0 ? new String[] {"Accept", "*/*"} : headers)
                .header("If-None-Match", validator)
                .GET());
    }

    private static String validator(String address) {
        RunningService.Answer answer = service.get(address);
        assertThat(answer.status()).as(address).isEqualTo(200);
        assertThat(answer.header("Cache-Control")).isEqualTo("private, no-cache");
        assertThat(answer.header("Vary")).contains("Authorization", "Cookie");
        return answer.header("ETag");
    }

    @Test
    void anUnchangedPageIsNotSentAgain() {
        String study = study();
        String draft = LedgerSite.draft(service, fit(study, "{\"method\": \"mle\"}"));
        for (String address : List.of(page(study), page(study) + ".json", page(draft), page(draft) + ".json")) {
            String validator = validator(address);
            assertThat(validator(address)).isEqualTo(validator);
            RunningService.Answer known = again(address, "W/\"other\", " + validator);
            assertThat(known.status()).as(address).isEqualTo(304);
            assertThat(known.body()).isEmpty();
            assertThat(known.header("ETag")).isEqualTo(validator);
            assertThat(known.header("Cache-Control")).isEqualTo("private, no-cache");
            assertThat(known.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(again(address, "W/\"other\"").status()).isEqualTo(200);
        }
        assertThat(again(page(study) + "?saved=1", validator(page(study))).status())
                .as("another query")
                .isEqualTo(200);
    }

    @Test
    void whatIsNotKnownWritesNothingAndHidesNoWriteElsewhere() {
        String study = study(), address = page(study);
        String validator = validator(address);

        service.newStudy();

        assertThat(again(address, validator).status())
                .as("another study is none of its business")
                .isEqualTo(304);
    }

    /** What no program does, a change that leaves no trace, shows which page was made anew. */
    @Test
    void whatIsWrittenElsewhereEndsNoPage() throws Exception {
        String study = study(), id = LedgerSite.id(study);
        String draft = LedgerSite.draft(service, fit(study, "{\"method\": \"mle\"}"));
        List<String> ofStudy = List.of(page(study), page(study) + ".json", page(study) + "/cockpit");
        List<String> ofDraft = List.of(page(draft), page(draft) + ".json");
        List<String> before = Stream.concat(ofStudy.stream(), ofDraft.stream())
                .map(ValidatedPagesTest::validator)
                .toList();
        String revision = text("select observation_revision from study where id = '" + id + "'");
        sql("update observation set split = 'excluded' where study_id = '" + id + "' and model = 'm5'");
        sql("update study set observation_revision = '" + revision + "' where id = '" + id + "'");
        sql("update forecast set forecast = replace(forecast, '\"eval_items\":1000', '\"eval_items\":1001')");

        String other = study();
        String otherDraft = LedgerSite.draft(service, fit(other, "{\"method\": \"mle\", \"seed\": 3}"));
        remark(otherDraft, "of another");
        assertThat(LedgerSite.lock(service, otherDraft).status()).isEqualTo(201);
        service.delete(other);

        assertThat(Stream.concat(ofStudy.stream(), ofDraft.stream()).map(ValidatedPagesTest::validator))
                .isEqualTo(before);
        assertThat(service.get(page(study)).body()).doesNotContain("4 excluded");

        sql("update study set name = 'renamed' where id = '" + id + "'");
        assertThat(service.get(page(study)).body()).contains("renamed", "4 excluded");
        assertThat(service.get(page(draft)).body()).contains("renamed", "1,001");
    }

    private static RunningService.Answer remark(String draft, String text) {
        return service.json("PUT", draft + "/annotation", "{\"remark\": \"" + text + "\", \"archived\": false}");
    }

    private static String text(String query) throws SQLException {
        try (Connection other = TestDatabase.connect(directory.resolve("studies.db"));
                Statement statement = other.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }

    @Test
    void aJobThatComesFirstIsShownInThePlaceOfThePage() throws Exception {
        String study = study(), id = LedgerSite.id(study);
        validator(page(study));
        sql("insert into job (id, study_id, kind, seed, input_sha256, state, total, created_at) values ('first', '" + id
                + "', 'example', 1, '', 'queued', 1, '2026-11-30T00:00:00.000000000Z')");
        RunningService.Answer now = service.get(page(study));
        assertThat(now.status()).isEqualTo(303);
        assertThat(now.header("Location")).endsWith("/jobs/first");
        sql("delete from job where id = 'first'");
        assertThat(service.get(page(study)).status()).isEqualTo(200);
    }

    @Test
    void everyChangeOfAForecastMakesAnotherPage() throws Exception {
        String study = study(), id = LedgerSite.id(study);
        String draft = LedgerSite.draft(service, fit(study, "{\"method\": \"mle\"}"));
        changes(draft, () -> remark(draft, "said of it"));
        changes(draft, () -> sql("update study set name = 'by another program' where id = '" + id + "'"));
        changes(draft, () -> LedgerSite.lock(service, draft));
        changes(draft, () -> service.postJson(draft + "/note", "{\"note\": \"seen\"}"));
        changes(draft, () -> service.postJson(draft + "/withdrawal", "{\"reason\": \"never trained\"}"));
        changes(draft, () -> service.postCsv(study + "/observations", ROW));
        String before = validator(page(draft));
        service.delete(study);
        assertThat(again(page(draft), before).status()).isEqualTo(404);
    }

    @Test
    void everyChangeOfAStudyMakesAnotherPage() throws Exception {
        String study = study();
        String id = LedgerSite.id(study);
        changes(study, () -> service.postCsv(study + "/observations", ROW));
        changes(study, () -> fit(study, "{\"method\": \"mle\", \"seed\": 5}"));
        changes(study, () -> service.postJson(study + "/exclusions", "{\"model\": \"m6\", \"reason\": \"broken\"}"));
        changes(
                study,
                () -> service.send(service.request(study)
                        .header("Content-Type", "application/json")
                        .method("PATCH", BodyPublishers.ofString("{\"name\": \"another name\"}"))));
        changes(study, () -> fit(study, "{\"method\": \"mle\"}"));
        changes(study, () -> service.postCsv(study + "/observations?replace=true", LedgerSite.smallStudy()));
        changes(study, () -> sql("update study set name = 'by another program' where id = '" + id + "'"));
        String before = validator(page(study));
        service.delete(study);
        assertThat(again(page(study), before).status()).isEqualTo(404);
    }

    private interface Change {
        Object make() throws Exception;
    }

    private static void changes(String study, Change change) throws Exception {
        for (String address : List.of(page(study), page(study) + ".json")) {
            String before = validator(address);
            if (address.endsWith(".json"))
                assertThat(again(address, before).status()).isEqualTo(304);
        }
        String page = validator(page(study)), twin = validator(page(study) + ".json");
        change.make();
        RunningService.Answer now = again(page(study), page);
        assertThat(now.status()).isEqualTo(200);
        assertThat(now.header("ETag")).isNotEqualTo(page);
        assertThat(again(page(study) + ".json", twin).status()).isEqualTo(200);
    }

    private static int sql(String text) throws SQLException {
        try (Connection other = TestDatabase.connect(directory.resolve("studies.db"));
                Statement statement = other.createStatement()) {
            return statement.executeUpdate(text);
        }
    }

    @Test
    void aLockMakesAnotherPageOfItsForecast() {
        String draft = LedgerSite.draft(service, fit(study(), "{\"method\": \"mle\"}"));
        String before = validator(page(draft));

        assertThat(LedgerSite.lock(service, draft).status()).isEqualTo(201);

        RunningService.Answer now = again(page(draft), before);
        assertThat(now.status()).isEqualTo(200);
        assertThat(now.body()).contains("/ledger/" + LedgerSite.id(draft));
    }

    @Test
    void aValidatorLetsNobodyIn(@TempDir Path elsewhere) {
        try (RunningService guarded = RunningService.in(elsewhere, 20, Clock.systemUTC())) {
            String study = guarded.newStudy(), address = page(study) + ".json";
            guarded.postCsv(study + "/observations", LedgerSite.smallStudy());
            String open = guarded.get(address).header("ETag");
            AccessTokens tokens = new AccessTokens(guarded.database(), Clock.systemUTC());
            String one = tokens.make("one", Scope.READ, 1).secret(),
                    other = tokens.make("other", Scope.READ, 1).secret();

            assertThat(guarded.send(guarded.request(address).header("If-None-Match", open))
                            .status())
                    .isEqualTo(401);
            RunningService.Answer mine = as(guarded, address, one, open);
            assertThat(mine.status()).isEqualTo(200);
            assertThat(as(guarded, address, one, mine.header("ETag")).status()).isEqualTo(304);
            assertThat(as(guarded, address, other, mine.header("ETag")).status())
                    .isEqualTo(200);
            tokens.revoke("one");
            assertThat(as(guarded, address, one, mine.header("ETag")).status()).isEqualTo(401);
        }
    }

    private static RunningService.Answer as(RunningService guarded, String address, String secret, String validator) {
        return guarded.send(guarded.request(address)
                .header("Authorization", "Bearer " + secret)
                .header("If-None-Match", validator));
    }
}
