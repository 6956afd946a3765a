package org.emergencelaw.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.emergencelaw.workspace.access.AccessTokens;
import org.emergencelaw.workspace.access.Scope;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service under {@code /law} of another site: whatever leaves it leads back to it. */
class BasePathTest {

    private static final Pattern LINK = Pattern.compile(" (?:href|src|action|formaction)=\"([^\"#]*)");
    private static final String FORM = "application/x-www-form-urlencoded";

    @TempDir
    static Path directory;

    private static RunningService service;

    @BeforeAll
    static void start() {
        service = RunningService.in(directory, RunningService.SETTINGS.with("base_path", "/law"), Clock.systemUTC());
        service.post("/law/examples/synthetic", FORM, "");
        service.settled("example-synthetic");
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void everyLinkOfEveryPageLeadsBack() {
        Deque<String> left = new ArrayDeque<>(List.of("/law/", "/law"));
        Set<String> seen = new LinkedHashSet<>(left);
        while (!left.isEmpty() && seen.size() < 60) {
            String at = left.remove();
            RunningService.Answer page = service.get(at);
            assertThat(page.status()).as(at).isEqualTo(200);
            if (!page.header("Content-Type").startsWith("text/html")) continue;
            Matcher links = LINK.matcher(page.body());
            while (links.find()) {
                String link = links.group(1).replace("&amp;", "&");
                if (!link.startsWith("/")) continue;
                assertThat(link).as("a link of " + at).startsWith("/law/");
                boolean shows = !links.group().contains("action") && !link.matches(".*/(csv|jsonl)$");
                if (shows && seen.add(link)) left.add(link);
            }
        }
        assertThat(seen)
                .as("pages were walked through")
                .contains("/law/ledger", "/law/static/style.css?v=" + version());
    }

    private static String version() {
        return org.emergencelaw.fit.Version.CURRENT;
    }

    @Test
    void aProxyMayTakeThePathAwayBeforeItPassesARequestOn() {
        assertThat(service.get("/").body()).contains("href=\"/law/ledger\"");
        assertThat(service.get("/").body()).isEqualTo(service.get("/law/").body());
        assertThat(service.get("/lawless").status()).isEqualTo(404);
    }

    @Test
    void redirectsAndPlacesHaveThePath() {
        RunningService.Answer made = service.postJson(
                "/law/api/v1/studies",
                "{\"id\": \"p\", \"name\": \"n\", \"task\": \"t\", \"trivial_accuracy\": 0.25, \"shots\": 5}",
                "Idempotency-Key",
                "k");
        assertThat(made.header("Location")).isEqualTo("/law/api/v1/studies/p");
        assertThat(service.get(made.header("Location")).status()).isEqualTo(200);
        RunningService.Answer again = service.postJson(
                "/law/api/v1/studies",
                "{\"id\": \"p\", \"name\": \"n\", \"task\": \"t\", \"trivial_accuracy\": 0.25, \"shots\": 5}",
                "Idempotency-Key",
                "k");
        assertThat(again.header("Location")).isEqualTo("/law/api/v1/studies/p");
        assertThat(service.post("/law/examples/synthetic", FORM, "").header("Location"))
                .isEqualTo("/law/studies/example-synthetic");
    }

    @Test
    void theCookieOfASignInBelongsToThePath() {
        try (RunningService closed = RunningService.in(
                Files.createDirectory(directory.resolve("closed")),
                RunningService.SETTINGS.with("base_path", "/law"),
                Clock.systemUTC())) {
            String secret = new AccessTokens(closed.database(), Clock.systemUTC())
                    .make("ada", Scope.READ, 1)
                    .secret();
            assertThat(closed.send(closed.request("/law/ledger")
                                    .header("Accept", "text/html")
                                    .GET())
                            .header("Location"))
                    .isEqualTo("/law/sign-in");
            RunningService.Answer signedIn = closed.post("/law/sign-in", FORM, "token=" + secret);
            assertThat(signedIn.header("Location")).isEqualTo("/law/");
            assertThat(signedIn.header("Set-Cookie")).contains("Path=/law/");
        } catch (java.io.IOException broken) {
            throw new java.io.UncheckedIOException(broken);
        }
    }

    /** A script that named an address itself would name one of another site. */
    @Test
    void scriptsTakeAddressesFromThePage() throws Exception {
        try (Stream<Path> scripts = Files.list(Path.of("src/main/resources/org/emergencelaw/web/static"))) {
            for (Path script :
                    scripts.filter(file -> file.toString().endsWith(".js")).toList())
                assertThat(Files.readString(script)).as(script.toString()).doesNotContainPattern("['\"`]/[a-z]");
        }
    }
}
