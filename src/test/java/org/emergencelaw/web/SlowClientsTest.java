package org.emergencelaw.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that send or read slowly, more of them than the service has threads: others are answered all the same. */
class SlowClientsTest {

    private static final int CLIENTS = 70;

    @TempDir
    Path directory;

    private RunningService service;
    private final List<Socket> slow = new ArrayList<>();

    @BeforeEach
    void start() {
        service = RunningService.in(directory);
    }

    @AfterEach
    void stop() throws IOException {
        for (Socket socket : slow) socket.close();
        service.close();
    }

    private Socket connect() throws IOException {
        URI url = URI.create(service.url());
        Socket socket = new Socket();
        // a small window: what is not read stays with the service
        socket.setReceiveBufferSize(4_096);
        socket.connect(new java.net.InetSocketAddress(url.getHost(), url.getPort()));
        slow.add(socket);
        return socket;
    }

    private void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private void othersAreAnswered(String study) {
        for (String path : List.of("/healthz", "/readyz", "/", study, "/api/v1/studies")) {
            long from = System.nanoTime();
            RunningService.Answer answer = service.get(path);
            assertThat(answer.status()).as(path).isEqualTo(200);
            assertThat(Duration.ofNanos(System.nanoTime() - from)).as(path).isLessThan(Duration.ofSeconds(1));
        }
    }

    @Test
    void bodiesThatTrickleHoldNobodyUpAndAreEnded() throws Exception {
        String study = service.newStudy();
        service.get("/");
        for (int i = 0; i < CLIENTS; i++)
            send(
                    connect(),
                    "POST " + study + "/observations HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/csv\r\n"
                            + "Content-Length: 1000000\r\n\r\ntask,");
        othersAreAnswered(study);
        for (Socket socket : slow) socket.setSoTimeout(1);
        List<String> answers = new ArrayList<>();
        for (int second = 0; second < 20 && answers.stream().noneMatch(SlowClientsTest::ended); second++) {
            for (Socket socket : slow) trickle(socket);
            Thread.sleep(1_000);
            for (Socket socket : slow) answers.add(answerOf(socket));
        }
        answers.removeIf(String::isEmpty);
        assertThat(answers)
                .as("ended, or not let in at all")
                .allMatch(answer -> ended(answer) || answer.startsWith("HTTP/1.1 503"))
                .filteredOn(SlowClientsTest::ended)
                .isNotEmpty()
                .allSatisfy(answer -> assertThat(answer).contains("application/problem+json", "too slowly"));
        othersAreAnswered(study);
    }

    private static boolean ended(String answer) {
        return answer.startsWith("HTTP/1.1 408");
    }

    /** Some are refused while this goes on. */
    private void trickle(Socket socket) {
        try {
            send(socket, "x");
        } catch (IOException refused) {
            // as intended
        }
    }

    /** Empty where there is none yet, or no more. */
    private static String answerOf(Socket socket) {
        byte[] some = new byte[2_000];
        try {
            InputStream in = socket.getInputStream();
            int count = in.read(some);
            return new String(some, 0, Math.max(0, count), StandardCharsets.US_ASCII);
        } catch (IOException notYetOrClosed) {
            return "";
        }
    }

    @Test
    void answersThatAreNotReadHoldNobodyUp() throws Exception {
        String study = service.newStudy();
        // more than the buffers of both ends hold
        String rows = ObservationApiTest.rows(6_000, "m")
                .replace("n_eval\n", "n_eval,note\n")
                .replace("1000\n", "1000," + "long ".repeat(180) + "\n");
        assertThat(service.postCsv(study + "/observations", rows).status()).isEqualTo(201);
        service.get("/");
        for (int i = 0; i < CLIENTS; i++)
            send(connect(), "GET " + study + "/observations.csv HTTP/1.1\r\nHost: localhost\r\n\r\n");
        Thread.sleep(1_000);

        othersAreAnswered(study);
    }
}
