package org.emergencelaw.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.emergencelaw.TestDatabase;
import org.emergencelaw.format.Json;
import org.emergencelaw.web.log.AccessLog;
import org.emergencelaw.web.log.SecurityEvents;
import org.emergencelaw.workspace.access.AccessTokens;
import org.emergencelaw.workspace.access.Scope;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What is logged of requests: enough to find them, and nothing of what they held. */
class LogsTest {

    private static final String STUDY =
            "{\"id\": \"s\", \"name\": \"n\", \"task\": \"t\", \"trivial_accuracy\": 0.25, \"shots\": 5, \"family\": \"f\"}";

    @TempDir
    Path directory;

    private final ListAppender<ILoggingEvent> access = new ListAppender<>();
    private final ListAppender<ILoggingEvent> security = new ListAppender<>();

    @BeforeEach
    void listen() {
        for (ListAppender<ILoggingEvent> list : List.of(access, security)) {
            list.list = new java.util.concurrent.CopyOnWriteArrayList<>();
            list.start();
        }
        logger(AccessLog.NAME).addAppender(access);
        logger(SecurityEvents.NAME).addAppender(security);
    }

    @AfterEach
    void hearNoMore() {
        logger(AccessLog.NAME).detachAppender(access);
        logger(SecurityEvents.NAME).detachAppender(security);
    }

    private static Logger logger(String name) {
        return (Logger) LoggerFactory.getLogger(name);
    }

    private RunningService service(String format) {
        return RunningService.in(directory, RunningService.SETTINGS.with("access_log", format), Clock.systemUTC());
    }

    /** The answer is there before its line is. */
    private String line(ListAppender<ILoggingEvent> log, String part) {
        return await().until(
                        () -> log.list.stream()
                                .map(ILoggingEvent::getFormattedMessage)
                                .filter(line -> line.contains(part))
                                .findFirst(),
                        found -> found.isPresent())
                .orElseThrow();
    }

    @Test
    void aLineOfJsonSaysWhoDidWhatAndNotWithWhichValues() throws Exception {
        try (RunningService service = service("json")) {
            String secret = new AccessTokens(service.database(), Clock.systemUTC())
                    .make("ada", Scope.READ, 1)
                    .secret();
            RunningService.Answer answer = service.send(service.request("/api/v1/ledger?task=confidential")
                    .header("Authorization", "Bearer " + secret)
                    .header("X-Request-Id", "seven")
                    .GET());
            assertThat(answer.status()).isEqualTo(200);

            JsonNode line = Json.mapper().readTree(line(access, "\"seven\""));
            assertThat(line.get("who").asText()).isEqualTo("ada");
            assertThat(line.get("method").asText()).isEqualTo("GET");
            assertThat(line.get("path").asText()).isEqualTo("/api/v1/ledger");
            assertThat(line.get("status").asInt()).isEqualTo(200);
            assertThat(line.get("bytes").asInt()).isEqualTo(answer.body().getBytes(StandardCharsets.UTF_8).length);
            assertThat(line.get("millis").asInt()).isNotNegative();
            assertThat(line.get("client").asText()).isEqualTo("127.0.0.1");
            assertThat(line.toString()).doesNotContain("confidential", secret);
        }
    }

    @Test
    void theCombinedFormIsThatOfOtherServers() {
        try (RunningService service = service("combined")) {
            service.send(service.request("/api/v1/ledger?task=confidential")
                    .header("X-Request-Id", "eight")
                    .header("User-Agent", "probe \"1\"")
                    .GET());
            assertThat(line(access, "eight"))
                    .matches(
                            "127\\.0\\.0\\.1 - - \\[.+\\] \"GET /api/v1/ledger HTTP/[12]\\.[01]\" 200 \\d+ \"-\" \".*probe.*\" \\d+ eight");
        }
    }

    @Test
    void whatConcernsSecurityIsTold() throws Exception {
        try (RunningService service = service("off")) {
            misdirected(service);
            assertThat(line(security, "event=host_refused"))
                    .contains("request=", "path=/api/v1/studies")
                    .doesNotContain("evil.example");
            service.send(service.request("/api/v1/studies")
                    .header("Sec-Fetch-Site", "cross-site")
                    .GET());
            line(security, "event=cross_site_refused");
            service.postJson("/api/v1/studies", STUDY);
            service.delete("/api/v1/studies/s");
            assertThat(line(security, "event=deleted")).contains("who=- ", "path=/api/v1/studies/s");
            if (!TestDatabase.isOfServer()) {
                service.get("/api/v1/backup");
                line(security, "event=backup_taken");
            }

            String secret = new AccessTokens(service.database(), Clock.systemUTC())
                    .make("ada", Scope.READ, 1)
                    .secret();
            service.send(service.request("/api/v1/studies")
                    .header("Authorization", "Bearer el_wrong")
                    .GET());
            assertThat(line(security, "event=token_refused")).doesNotContain("el_wrong");
            service.send(service.request("/api/v1/backup")
                    .header("Authorization", "Bearer " + secret)
                    .GET());
            assertThat(line(security, "event=scope_refused")).contains("who=ada");
            service.post("/sign-in", "application/x-www-form-urlencoded", "token=el_wrong");
            line(security, "event=sign_in_refused");
            service.post("/sign-in", "application/x-www-form-urlencoded", "token=" + secret);
            assertThat(line(security, "event=signed_in")).contains("who=ada").doesNotContain(secret);
            assertThat(access.list).as("no access log unless it is asked for").isEmpty();
        }
    }

    private static void misdirected(RunningService service) throws IOException {
        int port = Integer.parseInt(service.url().replaceAll(".*:", ""));
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.getOutputStream()
                    .write("GET /api/v1/studies?q=1 HTTP/1.0\r\nHost: evil.example\r\n\r\n"
                            .getBytes(StandardCharsets.UTF_8));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .contains(" 421 ");
        }
    }
}
