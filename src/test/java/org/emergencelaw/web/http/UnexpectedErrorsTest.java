package org.emergencelaw.web.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.Javalin;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.emergencelaw.config.ServiceConfig;
import org.emergencelaw.format.Json;
import org.emergencelaw.observation.ComputeConvention;
import org.emergencelaw.observation.Study;
import org.emergencelaw.observation.Suite;
import org.emergencelaw.observation.Task;
import org.emergencelaw.report.archive.Citation;
import org.emergencelaw.report.archive.SuiteArchive;
import org.emergencelaw.web.load.WorkWatch;
import org.emergencelaw.workspace.FitAnswer;
import org.emergencelaw.workspace.Problem;
import org.emergencelaw.workspace.Unavailable;
import org.emergencelaw.workspace.memory.HeapBudget;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Whatever is thrown is answered with an id that stands in the log beside what was thrown; the HTTP server as the service sets it up. */
class UnexpectedErrorsTest {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static final WorkWatch WATCH = new WorkWatch(Duration.ofMinutes(5));

    private static Javalin server;

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeAll
    static void start() {
        server = Javalin.create(config -> {
                    new HttpSetup(
                                    ServiceConfig.DEFAULT.with("port", 0),
                                    HeapBudget.ofHeap(),
                                    Path.of(System.getProperty("java.io.tmpdir")))
                            .configure(config);
                    config.routes.get("/api/exception", ctx -> {
                        throw new IllegalStateException("a secret detail");
                    });
                    config.routes.get("/api/error", ctx -> {
                        throw new StackOverflowError("a secret detail");
                    });
                    config.routes.get("/api/memory", ctx -> {
                        throw new OutOfMemoryError("a secret detail");
                    });
                    config.routes.get("/api/begun", ctx -> {
                        ctx.contentType("text/csv").header("Content-Disposition", "attachment");
                        ctx.outputStream().write("the beginning".getBytes(StandardCharsets.US_ASCII));
                        throw new IllegalStateException("a secret detail");
                    });
                    config.routes.get("/api/suite.zip", ctx -> {
                        ctx.contentType("application/zip");
                        brokenSuite().write(ctx.outputStream());
                    });
                    config.routes.get("/api/zeros.csv", ctx -> {
                        ctx.contentType("text/csv");
                        ctx.outputStream().write(new byte[1 << 16]);
                        throw new IllegalStateException("a secret detail");
                    });
                    config.routes.get("/api/rows.csv", ctx -> {
                        ctx.contentType("text/csv");
                        ctx.outputStream().write(noise());
                        throw Unavailable.noMemory();
                    });
                    config.routes.post("/api/body", ctx -> ctx.result(ctx.body()));
                    config.routes.get("/api/large", ctx -> ctx.result(new byte[64 << 20]));
                    new ErrorResponses(new Pages(new BasePath("")), 1, 1, WATCH).register(config);
                })
                .start();
    }

    @AfterAll
    static void stop() {
        server.stop();
        WATCH.close();
    }

    @BeforeEach
    void listen() {
        log.start();
        rootLogger().addAppender(log);
    }

    @AfterEach
    void stopListening() {
        rootLogger().detachAppender(log);
    }

    private static Logger rootLogger() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    private static HttpResponse<String> get(String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
        if (headers.length > 0) request.headers(headers);
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @ParameterizedTest
    @CsvSource({
        "/api/exception, java.lang.IllegalStateException",
        "/api/error, java.lang.StackOverflowError",
        "/api/memory, java.lang.OutOfMemoryError"
    })
    void everyThrowableIsAnsweredAndLogged(String path, String thrown) throws Exception {
        HttpResponse<String> answer = get(path);

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith(Problem.CONTENT_TYPE);
        assertThat(answer.body()).doesNotContain("secret", "Exception", "Error\"", "java.");
        JsonNode problem = Json.mapper().readTree(answer.body());
        String id = answer.headers().firstValue("X-Request-Id").orElseThrow();
        assertThat(problem.get("request_id").asText()).isEqualTo(id);
        assertThat(problem.get("status").asInt()).isEqualTo(500);
        assertThat(log.list).anySatisfy(line -> {
            assertThat(line.getLevel()).isEqualTo(Level.ERROR);
            assertThat(line.getFormattedMessage()).contains(id, path);
            assertThat(line.getThrowableProxy().getClassName()).isEqualTo(thrown);
        });
    }

    /** So much that no buffer holds it, and that cannot be compressed. */
    private static byte[] noise() {
        byte[] noise = new byte[2 << 20];
        new Random(1).nextBytes(noise);
        return noise;
    }

    /** Two tasks, of which the second cannot be read; the first is so long that its rows are with the client by then. */
    private static SuiteArchive brokenSuite() {
        Instant at = Instant.parse("2026-03-01T12:00:00Z");
        Suite suite = new Suite("ours", "Our models", "ours", at, ComputeConvention.DEFAULT);
        List<Study> tasks = List.of("first", "second").stream()
                .map(id -> new Study(id, id, new Task(id, "accuracy", 0.25, 5), "ours", at))
                .toList();
        SuiteArchive.Contents contents = new SuiteArchive.Contents() {
            @Override
            public String rows(Study study, OutputStream out) throws IOException {
                if (study.id().equals("second")) throw new IllegalStateException("a secret detail");
                out.write(noise());
                return "0";
            }

            @Override
            public Optional<FitAnswer> fit(Study study) {
                return Optional.empty();
            }
        };
        return new SuiteArchive(
                suite, tasks, contents, Optional.empty(), Citation.of(suite, "0".repeat(64), at, Optional.empty()));
    }

    /** So that nobody takes for a whole file what is the half of one. */
    @ParameterizedTest
    @ValueSource(strings = {"/api/suite.zip", "/api/rows.csv"})
    void whatBreaksInTheMiddleOfItsAnswerIsCutOff(String path) {
        assertThatThrownBy(() -> get(path)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> get(path, "Accept-Encoding", "gzip"))
                .as("compressed")
                .isInstanceOf(IOException.class);

        assertThat(log.list)
                .anySatisfy(line -> assertThat(line.getFormattedMessage())
                        .contains(path, "breaks off in the middle of its answer"));
        assertThat(log.list)
                .noneSatisfy(line -> assertThat(line.getFormattedMessage())
                        .as("nor is it taken for a client that left")
                        .contains("the client is gone"));
    }

    @Test
    void aZipThatBrokeOffIsNone() {
        ByteArrayOutputStream zip = new ByteArrayOutputStream();
        assertThatThrownBy(() -> brokenSuite().write(zip)).hasMessage("a secret detail");

        assertThat(zip.toString(StandardCharsets.ISO_8859_1))
                .as("the list of files that a zip ends with")
                .hasSizeGreaterThan(2 << 20)
                .doesNotContain("PK\001\002", "PK\005\006");
    }

    @Test
    void whatLiesReadyWhenAnAnswerBreaksIsTakenBack() throws Exception {
        HttpResponse<String> answer = get("/api/begun");

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.headers().map()).doesNotContainKey("Content-Disposition");
        assertThat(Json.mapper().readTree(answer.body()).get("status").asInt()).isEqualTo(500);
    }

    @Test
    void whatLiesReadyInACompressorIsCutOffToo() {
        assertThatThrownBy(() -> get("/api/zeros.csv", "Accept-Encoding", "gzip"))
                .isInstanceOf(IOException.class);
    }

    @Test
    void aClientThatLeavesInTheMiddleOfItsRequestIsOneLine() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            socket.setSoLinger(true, 0);
            socket.getOutputStream()
                    .write("POST /api/body HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\nthe beginning"
                            .getBytes(StandardCharsets.US_ASCII));
            Thread.sleep(200);
        }

        isOneLine();
    }

    @Test
    void aClientThatLeavesInTheMiddleOfAnAnswerIsOneLine() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            socket.setSoLinger(true, 0);
            socket.getOutputStream()
                    .write("GET /api/large HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(socket.getInputStream().readNBytes(1_000)).hasSize(1_000);
        }

        isOneLine();
    }

    private void isOneLine() throws InterruptedException {
        for (int i = 0; i < 250 && log.list.isEmpty(); i++) Thread.sleep(20);
        Thread.sleep(200);
        assertThat(log.list)
                .filteredOn(line -> line.getLevel().isGreaterOrEqual(Level.INFO))
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.getLevel()).isEqualTo(Level.INFO);
                    assertThat(line.getFormattedMessage()).endsWith("the client is gone");
                    assertThat(line.getThrowableProxy()).isNull();
                });
    }

    @Test
    void anIdThatCameIsKeptAndNonsenseIsNot() throws Exception {
        assertThat(get("/api/error", "X-Request-Id", "proxy-17.a").headers().firstValue("X-Request-Id"))
                .hasValue("proxy-17.a");
        assertThat(get("/no/such", "X-Request-Id", "a line break follows?")
                        .headers()
                        .firstValue("X-Request-Id")
                        .orElseThrow())
                .hasSize(36);
    }

    @Test
    void whatIsNoHttpIsAProblemToo() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            socket.getOutputStream()
                    .write("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: nonsense\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            InputStream in = socket.getInputStream();
            in.transferTo(answer);
            assertThat(answer.toString(StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 400")
                    .contains(Problem.CONTENT_TYPE, "\"status\":400")
                    .doesNotContain("jetty", "Exception");
        }
    }
}
