package org.emergencelaw.web.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.javalin.Javalin;
import io.javalin.http.Context;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import org.emergencelaw.config.ServiceConfig;
import org.emergencelaw.statistics.Interruption;
import org.emergencelaw.web.load.WorkWatch;
import org.emergencelaw.workspace.Problem;
import org.emergencelaw.workspace.memory.HeapBudget;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Work that nobody waits for any more, or that takes too long, ends. */
class WorkWatchTest {

    private static final WorkWatch SHORT = new WorkWatch(Duration.ofSeconds(1));
    private static final WorkWatch LONG = new WorkWatch(Duration.ofMinutes(10));
    private static final CountDownLatch BEGUN = new CountDownLatch(1);
    private static final CountDownLatch CALLED_OFF = new CountDownLatch(1);

    private static Javalin impatient;
    private static Javalin server;

    @BeforeAll
    static void start() {
        impatient = started(SHORT);
        server = started(LONG);
    }

    private static Javalin started(WorkWatch watch) {
        return Javalin.create(config -> {
                    new HttpSetup(
                                    ServiceConfig.DEFAULT.with("port", 0),
                                    HeapBudget.ofHeap(),
                                    Path.of(System.getProperty("java.io.tmpdir")))
                            .configure(config);
                    config.routes.get("/api/endless", ctx -> compute());
                    config.routes.post("/api/abandoned", WorkWatchTest::abandoned);
                    config.routes.get("/api/second", ctx -> {
                        Thread.sleep(1_100);
                        ctx.result("answer to " + ctx.queryParam("n"));
                    });
                    new ErrorResponses(new Pages(new BasePath("")), 1, 1, watch).register(config);
                })
                .start();
    }

    @AfterAll
    static void stop() {
        impatient.stop();
        server.stop();
        SHORT.close();
        LONG.close();
    }

    private static void abandoned(Context ctx) {
        ctx.body();
        BEGUN.countDown();
        try {
            compute();
        } catch (CancellationException off) {
            CALLED_OFF.countDown();
            throw off;
        }
    }

    /** Without an end of its own. */
    private static void compute() {
        Interruption interruption = Interruption.here();
        while (true) interruption.check();
    }

    private static Socket connected() throws IOException {
        return new Socket("127.0.0.1", server.port());
    }

    @Test
    void whatTakesTooLongIsAnsweredWithTheLimit() throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + impatient.port() + "/api/endless"))
                                .build(),
                        BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith(Problem.CONTENT_TYPE);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        assertThat(answer.body()).contains("more than 1 s of computing (request_seconds)");
    }

    @Test
    void whoeverLeavesIsWorkedForNoLonger() throws Exception {
        try (Socket socket = connected()) {
            socket.getOutputStream()
                    .write("POST /api/abandoned HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{}"
                            .getBytes(StandardCharsets.UTF_8));
            assertThat(BEGUN.await(30, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> CALLED_OFF.getCount() == 0);
    }

    /** Two at once over one connection, as HTTP allows: the second is not lost by looking whether the client is there. */
    @Test
    void aRequestAheadOfItsTimeIsKept() throws Exception {
        try (Socket socket = connected()) {
            socket.setSoTimeout(30_000);
            for (int n = 1; n <= 2; n++)
                socket.getOutputStream()
                        .write(("GET /api/second?n=" + n + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                                .getBytes(StandardCharsets.UTF_8));
            BufferedReader answers =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            StringBuilder read = new StringBuilder();
            while (!read.toString().contains("answer to 2")) read.append((char) answers.read());
            assertThat(read.toString()).contains("answer to 1").containsSubsequence("200 OK", "200 OK");
        }
    }

    /** The same where it comes while the first one is at work, byte by byte. */
    @Test
    void aRequestThatComesMeanwhileIsKept() throws Exception {
        try (Socket socket = connected()) {
            socket.setSoTimeout(30_000);
            String request = "GET /api/second?n=%d HTTP/1.1\r\nHost: localhost\r\n\r\n";
            socket.getOutputStream().write(request.formatted(1).getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
            Thread.sleep(300);
            byte[] second = request.formatted(2).getBytes(StandardCharsets.UTF_8);
            socket.getOutputStream().write(second, 0, 5);
            Thread.sleep(500);
            socket.getOutputStream().write(second, 5, second.length - 5);
            BufferedReader answers =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            StringBuilder read = new StringBuilder();
            while (!read.toString().contains("answer to 2")) read.append((char) answers.read());
            assertThat(read.toString()).contains("answer to 1");
        }
    }
}
