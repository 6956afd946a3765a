package org.emergencelaw.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.emergencelaw.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Requests of ordinary sizes, many at once, to the jar with the options of the launcher: each is answered, the service says all the time
 * that it lives, and its memory does not grow.
 */
class MemoryBudgetIT {

    private static final int MAX_BODY_MIB = 20;
    private static final int CLIENTS = 16;
    private static final int MAX_UPLOAD_MIB = 256;
    private static final String BOUNDARY = "frontier";
    private static final String MULTIPART = "multipart/form-data; boundary=" + BOUNDARY;

    @TempDir
    Path directory;

    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(20))
            .executor(Executors.newFixedThreadPool(CLIENTS + 4, MemoryBudgetIT::daemon))
            .build();

    private ServiceProcess service;
    private Thread probe;
    private volatile boolean ended;
    private final AtomicLong slowestMillis = new AtomicLong();

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        return thread;
    }

    @BeforeEach
    void start() throws Exception {
        Path settings = directory.resolve("service.yaml");
        Files.writeString(
                settings,
                Files.readString(Path.of("configs/service.yaml"))
                        .replace("max_upload_mib: 2048 ", "max_upload_mib: " + MAX_UPLOAD_MIB + " "));
        List<String> options = new ArrayList<>(launcherOptions());
        service = ServiceProcess.startWith(
                TestDatabase.at(directory.resolve("studies.db")), options, "--config", settings.toString());
        assertThat(service.post(
                                "/api/v1/studies",
                                "application/json",
                                "{\"id\": \"s\", \"name\": \"n\", \"task\": \"t\", \"trivial_accuracy\": 0.25,"
                                        + " \"shots\": 5, \"family\": \"f\"}")
                        .statusCode())
                .isEqualTo(201);
        probe = daemon(this::probe);
        probe.start();
    }

    @AfterEach
    void stop() throws Exception {
        ended = true;
        probe.join();
        service.close();
    }

    /** Of the launcher, which the README tells people to start the service by. */
    private static List<String> launcherOptions() throws IOException {
        assertThat(Files.readString(Path.of("README.md"))).contains("target/emergence-law/bin/emergence-law serve");
        String line = Files.readString(Path.of("src/main/launcher/emergence-law"))
                .lines()
                .filter(text -> text.contains("EMERGENCE_LAW_HEAP:-"))
                .findFirst()
                .orElseThrow()
                .replace("\"${EMERGENCE_LAW_HEAP:-192m}\"", "192m");
        List<String> options = Arrays.stream(line.split(" "))
                .filter(word -> word.startsWith("-X"))
                .toList();
        assertThat(options).contains("-XX:+ExitOnOutOfMemoryError", "-Xmx192m");
        return options;
    }

    private void probe() {
        HttpClient own = HttpClient.newHttpClient();
        while (!ended)
            try {
                long from = System.nanoTime();
                HttpResponse<String> answer = own.send(
                        HttpRequest.newBuilder(URI.create(service.url() + "/healthz"))
                                .build(),
                        BodyHandlers.ofString());
                long millis = answer.statusCode() == 200 ? (System.nanoTime() - from) / 1_000_000 : Long.MAX_VALUE;
                slowestMillis.accumulateAndGet(millis, Math::max);
                Thread.sleep(50);
            } catch (IOException | InterruptedException dead) {
                slowestMillis.set(Long.MAX_VALUE);
                return;
            }
    }

    private int send(String path, String type, BodyPublisher body) throws Exception {
        return client.send(
                        HttpRequest.newBuilder(URI.create(service.url() + path))
                                .header("Content-Type", type)
                                .timeout(Duration.ofSeconds(280))
                                .POST(body)
                                .build(),
                        BodyHandlers.ofString())
                .statusCode();
    }

    /** Answers of many at once, counted by status. */
    private static Map<Integer, Integer> atOnce(int clients, Callable<Integer> request) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        try {
            Map<Integer, Integer> statuses = new TreeMap<>();
            for (Future<Integer> answer : threads.invokeAll(java.util.Collections.nCopies(clients, request)))
                statuses.merge(answer.get(), 1, Integer::sum);
            return statuses;
        } finally {
            threads.shutdown();
        }
    }

    private long residentMib() throws IOException {
        return Files.readString(Path.of("/proc/" + service.process().pid() + "/status"))
                        .lines()
                        .filter(line -> line.startsWith("VmRSS:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                        .findFirst()
                        .orElseThrow()
                >> 10;
    }

    /** Rows that are good, so that they are read to the end: the longest body that is taken. */
    private static byte[] rows() {
        int count = 98_000;
        String note = "n".repeat((MAX_BODY_MIB << 20) / count - 60);
        StringBuilder csv =
                new StringBuilder("task,family,model,pretrain_loss_nats,regime,examples,seed,accuracy,n_eval,note\n");
        for (int i = 0; i < count; i++)
            csv.append("t,f,m")
                    .append(i % 50)
                    .append(',')
                    .append(2 + i % 50 / 100.0)
                    .append(",finetuned,100,")
                    .append(i)
                    .append(",0.3,1000,")
                    .append(note)
                    .append('\n');
        return csv.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static BodyPublisher part(String head, BodyPublisher content) {
        return BodyPublishers.concat(
                BodyPublishers.ofString("--" + BOUNDARY + "\r\n" + head + "\r\n\r\n"),
                content,
                BodyPublishers.ofString("\r\n--" + BOUNDARY + "--\r\n"));
    }

    private static BodyPublisher fields(int count) {
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < count; i++)
            body.append("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"cell-" + i / 24 + "-" + i % 24
                    + "\"\r\n\r\n0.25\r\n");
        return BodyPublishers.ofString(body + "--" + BOUNDARY + "--\r\n");
    }

    /** As large as is offered, of which nothing is held here. */
    private static BodyPublisher file(long bytes) {
        byte[] block = "t,f,m,2.4,few_shot,5,1,0.3,1000\n".repeat(2_048).getBytes(StandardCharsets.US_ASCII);
        return part(
                "Content-Disposition: form-data; name=\"file\"; filename=\"rows.csv\"\r\nContent-Type: text/csv",
                BodyPublishers.ofInputStream(() -> new InputStream() {
                    private long left = bytes;

                    @Override
                    public int read() {
                        throw new UnsupportedOperationException("blocks are read");
                    }

                    @Override
                    public int read(byte[] target, int offset, int length) {
                        if (left <= 0) return -1;
                        int count = (int) Math.min(Math.min(length, block.length), left);
                        System.arraycopy(block, 0, target, offset, count);
                        left -= count;
                        return count;
                    }
                }));
    }

    /** The address of a study for few rows. */
    private String smallStudy() throws Exception {
        String study =
                "{\"name\": \"few\", \"task\": \"synthetic_four_choice\", \"trivial_accuracy\": 0.25, \"shots\": 5,"
                        + " \"family\": \"synthetic\"}";
        HttpResponse<String> made = service.post("/api/v1/studies", "application/json", study);
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        return made.headers().firstValue("Location").orElseThrow();
    }

    /** An import and a fit of few rows, as people send them. */
    private void smallOnesAreAnswered(String path, String what) throws Exception {
        String few = Files.readString(Path.of("data/synthetic/observations.csv"));
        HttpResponse<String> rows = service.post(path + "/observations", "text/csv", few);
        assertThat(rows.statusCode()).as("import %s: %s", what, rows.body()).isEqualTo(201);
        HttpResponse<String> fit = service.post(path + "/fits", "application/json", "{\"method\": \"mle\"}");
        assertThat(fit.statusCode()).as("fit %s: %s", what, fit.body()).isEqualTo(201);
    }

    @Test
    void aLargeImportLeavesRoomForSmallOnes() throws Exception {
        byte[] rows = rows();
        String study = smallStudy();
        ExecutorService thread = Executors.newSingleThreadExecutor(MemoryBudgetIT::daemon);
        Future<Integer> large = thread.submit(
                () -> send("/api/v1/studies/s/observations", "text/csv", BodyPublishers.ofByteArray(rows)));
        // until its body is here, and it is read
        for (int wait = 0; wait < 600 && !hasBody(rows.length) && !large.isDone(); wait++) Thread.sleep(20);
        assertThat(large.isDone()).as("answered already").isFalse();

        smallOnesAreAnswered(study, "beside a large import");

        assertThat(large.isDone()).as("the large one before the small ones").isFalse();
        assertThat(large.get()).isEqualTo(201);
        thread.shutdown();
    }

    /** Whether the service has such a body as a whole. */
    private boolean hasBody(long size) throws IOException {
        String folder = "emergence-law-uploads-" + service.process().pid() + "-*";
        try (DirectoryStream<Path> own =
                Files.newDirectoryStream(Path.of(System.getProperty("java.io.tmpdir")), folder)) {
            for (Path uploads : own)
                try (DirectoryStream<Path> bodies = Files.newDirectoryStream(uploads, "*.body")) {
                    for (Path body : bodies) if (size(body) == size) return true;
                }
            return false;
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException gone) {
            return 0;
        }
    }

    @Test
    void bodiesThatComeSlowlyKeepNoMemoryFromOthers() throws Exception {
        URI url = URI.create(service.url());
        String study = smallStudy();
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 12; i++) {
                Socket socket = new Socket(url.getHost(), url.getPort());
                slow.add(socket);
                boolean form = i < 10;
                String path = form ? "/studies/s/submit" : "/api/v1/studies/s/observations";
                String type = form ? "application/x-www-form-urlencoded" : "text/csv";
                String head = "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + type
                        + "\r\nContent-Length: 2000000\r\n\r\n" + "a".repeat(100_000);
                socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            }
            Thread.sleep(1_000);

            smallOnesAreAnswered(study, "while bodies come slowly");
        } finally {
            for (Socket socket : slow) socket.close();
        }
    }

    @Test
    void everythingIsAnsweredAndMemoryStaysFlat() throws Exception {
        byte[] rows = rows();
        String preview = "/api/v1/studies/s/observations?dry_run=true";
        List<Long> resident = new ArrayList<>();
        List<Map<Integer, Integer>> answers = new ArrayList<>();
        for (int round = 0; round < 3; round++) {
            answers.add(atOnce(CLIENTS, () -> send(preview, "text/csv", BodyPublishers.ofByteArray(rows))));
            answers.add(atOnce(4, () -> send("/studies/s/submit", MULTIPART, fields(9_990))));
            answers.add(atOnce(4, () -> send("/studies/s/submit", MULTIPART, fields(4_700))));
            answers.add(atOnce(2, () -> send(preview, MULTIPART, file(MAX_UPLOAD_MIB * 1_000_000L))));
            answers.add(atOnce(8, () -> send(preview, "application/json", BodyPublishers.ofByteArray(rows))));
            resident.add(residentMib());
        }
        answers.add(atOnce(1, () -> send(preview, "text/csv", BodyPublishers.ofByteArray(rows))));
        System.out.println(
                "answers " + answers + ", resident MiB " + resident + ", slowest health " + slowestMillis + " ms");

        assertThat(service.process().isAlive()).isTrue();
        for (Map<Integer, Integer> statuses : answers)
            assertThat(statuses.keySet()).isSubsetOf(200, 413, 422, 503);
        assertThat(answers.get(0)).containsKey(200);
        assertThat(answers.get(1)).as("9,990 fields").containsOnlyKeys(413);
        assertThat(answers.get(2)).as("a full form").containsKey(422);
        assertThat(answers.get(answers.size() - 1)).containsOnlyKeys(200);
        assertThat(slowestMillis.get()).as("slowest health, ms").isLessThan(1_000);
        // how much of the heap the first round touches depends on which of its bodies had to wait
        assertThat(resident.get(2)).as("resident MiB").isLessThan(resident.get(1) + 40);
    }
}
