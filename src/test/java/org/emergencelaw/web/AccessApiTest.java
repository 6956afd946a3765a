package org.emergencelaw.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.emergencelaw.web.StudyApiTest.problem;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Stream;
import org.emergencelaw.TestDatabase;
import org.emergencelaw.workspace.access.AccessTokens;
import org.emergencelaw.workspace.access.Scope;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A service with tokens: who may do what, by which way, and what is written down of it. */
class AccessApiTest {

    private static final String BODY = "{\"name\": \"n\", \"task\": \"t\", \"trivial_accuracy\": 0.25, \"shots\": 5}";

    @TempDir
    static Path directory;

    private static RunningService service;
    private static AccessTokens tokens;
    private static String draft = "";
    private static final Map<Scope, String> SECRETS = new EnumMap<>(Scope.class);

    @BeforeAll
    static void start() throws Exception {
        service = RunningService.in(directory, 20, Clock.systemUTC());
        assertThat(service.newStudy()).as("without any token all is open").isNotEmpty();
        draft = LedgerSite.draft(service, LedgerSite.fit(service));
        tokens = new AccessTokens(service.database(), Clock.systemUTC());
        for (Scope scope : Scope.values())
            SECRETS.put(scope, tokens.make("a-" + scope.key(), scope, 1).secret());
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static String bearer(Scope scope) {
        return "Bearer " + SECRETS.get(scope);
    }

    private static RunningService.Answer get(String path, String... headers) {
        return service.send(service.request(path).headers(headers).GET());
    }

    @Test
    void nothingIsSeenWithoutAToken() {
        for (String path : new String[] {"/api/v1/studies", "/index.json", "/ledger.csv"}) {
            RunningService.Answer answer = service.get(path);
            assertThat(answer.status()).as(path).isIn(401, 302);
            assertThat(answer.body()).doesNotContain("items", "studies\":");
        }
        RunningService.Answer api = service.get("/api/v1/studies");
        problem(api, 401);
        assertThat(api.header("WWW-Authenticate")).isEqualTo("Bearer");
        problem(get("/api/v1/studies", "Authorization", "Bearer el_wrong"), 401);
        RunningService.Answer page = get("/studies/any", "Accept", "text/html");
        assertThat(page.status()).isEqualTo(302);
        assertThat(page.header("Location")).endsWith("/sign-in");
        for (String open : new String[] {"/healthz", "/readyz", "/sign-in", "/static/style.css"})
            assertThat(service.get(open).status()).as(open).isEqualTo(200);
    }

    /** The least scope for a request; 404 and 422 are answers to who is let in. */
    @ParameterizedTest
    @CsvSource({
        "GET, /api/v1/studies, READ",
        "GET, /api/v1/studies/none/observations.csv, READ",
        "POST, /api/v1/studies, SUBMIT",
        "POST, /api/v1/studies/none/observations, SUBMIT",
        "POST, /studies/none/fits, SUBMIT",
        "DELETE, /api/v1/jobs/none, SUBMIT",
        "POST, /api/v1/forecasts/none/lock, LOCK",
        "POST, /api/v1/forecasts/none/void, LOCK",
        "POST, /ledger/none/outcome, LOCK",
        "DELETE, /api/v1/studies/none, ADMIN",
        "POST, /studies/none/delete, ADMIN",
        "GET, /api/v1/backup, ADMIN",
        "GET, /api/v1/audit, ADMIN"
    })
    void aScopeAllowsWhatItSaysAndNoMore(String method, String path, Scope least) {
        for (Scope scope : Scope.values()) {
            int status = service.send(service.request(path)
                            .header("Authorization", bearer(scope))
                            .header("Content-Type", "application/json")
                            .method(
                                    method,
                                    java.net.http.HttpRequest.BodyPublishers.ofString(
                                            method.equals("POST") ? BODY : "")))
                    .status();
            if (scope.allows(least)) assertThat(status).as(scope + " " + path).isNotIn(401, 403);
            else assertThat(status).as(scope + " " + path).isEqualTo(403);
        }
    }

    @Test
    void aBrowserSignsInWithACookieThatScriptsCannotRead() throws Exception {
        RunningService.Answer refused = service.post("/sign-in", "application/x-www-form-urlencoded", "token=el_wrong");
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.header("Set-Cookie")).isEmpty();

        RunningService.Answer signedIn =
                service.post("/sign-in", "application/x-www-form-urlencoded", "token=" + SECRETS.get(Scope.READ));

        assertThat(signedIn.status()).isEqualTo(303);
        String cookie = signedIn.header("Set-Cookie");
        assertThat(cookie).contains("HttpOnly", "SameSite=Lax");
        String sent = cookie.substring(0, cookie.indexOf(';'));
        assertThat(get("/", "Cookie", sent, "Accept", "text/html").status()).isEqualTo(200);
        assertThat(service.post("/studies", "application/x-www-form-urlencoded", "name=x", "Cookie", sent)
                        .status())
                .isEqualTo(403);
    }

    @Test
    void aTokenEndsWhenItIsRevokedAndWhenItsTimeIsOver() {
        String secret = tokens.make("short", Scope.READ, 2).secret();
        assertThat(get("/api/v1/studies", "Authorization", "Bearer " + secret).status())
                .isEqualTo(200);
        AccessTokens later = new AccessTokens(service.database(), Clock.offset(Clock.systemUTC(), Duration.ofDays(3)));
        assertThat(later.of(secret)).isEmpty();

        tokens.revoke("short");

        problem(get("/api/v1/studies", "Authorization", "Bearer " + secret), 401);
    }

    @Test
    void secretsAreNotInTheFile() throws Exception {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                for (String secret : SECRETS.values())
                    assertThat(bytes.contains(secret.substring(3)))
                            .as(file.toString())
                            .isFalse();
            }
        }
    }

    @Test
    void whoLockedAndWhoSaidWhatStandsInTheLedger() {
        RunningService.Answer locked = LedgerSite.lock(service, draft, "Authorization", bearer(Scope.LOCK));
        assertThat(locked.json().at("/entries/0/by").asText()).as(locked.body()).isEqualTo("a-lock");
        RunningService.Answer noted =
                service.postJson(draft + "/note", "{\"note\": \"seen\"}", "Authorization", bearer(Scope.ADMIN));
        assertThat(noted.json().at("/entries/1/by").asText()).isEqualTo("a-admin");

        String id = LedgerSite.id(draft);
        assertThat(get("/ledger/" + id, "Authorization", bearer(Scope.READ)).body())
                .contains("by a-lock", "by a-admin");
        assertThat(get("/ledger.jsonl", "Authorization", bearer(Scope.READ)).body())
                .contains(",\"by\":\"a-lock\",\"clock\":");
        assertThat(get("/api/v1/ledger/verification", "Authorization", bearer(Scope.READ))
                        .json()
                        .get("broken")
                        .isNull())
                .isTrue();
    }

    @Test
    void whoDidWhatIsWrittenDownForGood() throws Exception {
        RunningService.Answer made =
                service.postJson("/api/v1/studies", BODY, "Authorization", bearer(Scope.LOCK), "X-Request-Id", "req-1");
        String study = made.header("Location");
        service.postCsv(study + "/observations?dry_run=true", "x", "Authorization", bearer(Scope.LOCK));
        assertThat(service.delete(study, "Authorization", bearer(Scope.ADMIN)).status())
                .isEqualTo(204);

        JsonNode acts = get("/api/v1/audit?limit=2", "Authorization", bearer(Scope.ADMIN))
                .json()
                .get("items");

        assertThat(acts.get(0).get("did").asText()).isEqualTo("DELETE " + study);
        assertThat(acts.get(0).get("who").asText()).isEqualTo("a-admin");
        assertThat(acts.get(1).get("did").asText()).isEqualTo("POST /api/v1/studies");
        assertThat(acts.get(1).get("who").asText()).isEqualTo("a-lock");
        assertThat(acts.get(1).get("request_id").asText()).isEqualTo("req-1");
        try (var connection = TestDatabase.connect(directory.resolve("studies.db"));
                var statement = connection.createStatement()) {
            for (String change : new String[] {"delete from audit", "update audit set who = 'nobody'"})
                org.assertj.core.api.Assertions.assertThatThrownBy(() -> statement.execute(change))
                        .hasMessageContaining("append-only");
        }
    }
}
