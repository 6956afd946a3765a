package org.emergencelaw.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.emergencelaw.web.StudyApiTest.problem;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Observations over HTTP, good and bad; after an error the database is as it was. */
class ObservationApiTest {

    static final String HEADER = "task,family,model,pretrain_loss_nats,regime,examples,seed,accuracy,n_eval\n";
    static final String ROW = "t,f,m1,2.5,few_shot,5,1,0.25,1000\n";

    private static final int MAX_BODY_MIB = 20;

    @TempDir
    static Path directory;

    static RunningService service;

    /** A new study with one row for each test. */
    String study = "";

    @BeforeAll
    static void start() {
        service = RunningService.in(directory, MAX_BODY_MIB);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @BeforeEach
    void oneRow() {
        study = service.newStudy();
        assertThat(submit(HEADER + ROW).status()).isEqualTo(201);
    }

    private RunningService.Answer submit(String csv) {
        return service.postCsv(study + "/observations", csv);
    }

    private String saved() {
        return service.get(study + "/observations.csv").body();
    }

    private static JsonNode firstError(JsonNode problem) {
        assertThat(problem.get("errors")).isNotEmpty();
        JsonNode error = problem.get("errors").get(0);
        for (String field : new String[] {"line", "column", "value", "rule", "hint"})
            assertThat(error.has(field)).as(field).isTrue();
        return error;
    }

    /** What a cleaner of temporary files does to a service that has run for long. */
    @Test
    void uploadsGoOnWhenTheirFolderWasTakenAway() throws IOException {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        String own = "emergence-law-uploads-" + ProcessHandle.current().pid() + "-";
        try (Stream<Path> all = Files.list(temporary)) {
            for (Path folder : all.filter(each -> each.getFileName().toString().startsWith(own))
                    .toList()) {
                Files.deleteIfExists(folder.resolve("lock"));
                Files.delete(folder);
            }
        }
        StringBuilder rows = new StringBuilder(HEADER);
        for (int i = 2; i < 4_000; i++) rows.append(ROW.replace("m1", "m" + i));
        assertThat(rows.length()).as("too long for memory").isGreaterThan(64 << 10);

        assertThat(submit(rows.toString()).status()).isEqualTo(201);
    }

    /** One row, named by what is wrong with it: cells of HEADER. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "t,f,m2,2.4,few_shot,5,1,NaN,1000            | accuracy           | accuracy must be a number from 0 to 1",
                "t,f,m2,2.4,few_shot,5,1,1e400,1000          | accuracy           | accuracy must be a number from 0 to 1",
                "t,f,m2,2.4,few_shot,5,1,74.2,1000           | accuracy           | did you mean 0.742?",
                "t,f,m2,2.4,few_shot,5,1,-0.1,1000           | accuracy           | accuracy must be a number from 0 to 1",
                "t,f,m2,2.4,few_shot,5,1,,1000               | accuracy           | accuracy must not be empty",
                "t,f,m2,-2.4,few_shot,5,1,0.3,1000           | pretrain_loss_nats | pretrain_loss_nats must be a number above 0",
                "t,f,m2,NaN,few_shot,5,1,0.3,1000            | pretrain_loss_nats | pretrain_loss_nats must be a number above 0",
                "t,f,m2,Infinity,few_shot,5,1,0.3,1000       | pretrain_loss_nats | pretrain_loss_nats must be a number above 0",
                "t,f,m2,1e400,few_shot,5,1,0.3,1000          | pretrain_loss_nats | too large",
                "t,f,m2,,few_shot,5,1,0.3,1000               | pretrain_loss_nats | must be given",
                "t,f,m2,2.4,zero_shot,5,1,0.3,1000           | regime             | did you mean few_shot?",
                "t,f,m2,2.4,few_shot,five,1,0.3,1000         | examples           | examples must be a whole number",
                "t,f,m2,2.4,few_shot,5.5,1,0.3,1000          | examples           | examples must be a whole number",
                "t,f,m2,2.4,few_shot,5,1,0.3,0               | n_eval             | n_eval must be a whole number",
                "t,f,m2,2.4,few_shot,5,1,0.3,1e400           | n_eval             | n_eval must be a whole number",
                "other,f,m2,2.4,few_shot,5,1,0.3,1000        | task               | task must be \"t\"",
                "t,g,m2,2.4,few_shot,5,1,0.3,1000            | family             | family must be \"f\"",
                "t,f,,2.4,few_shot,5,1,0.3,1000              | model              | model must not be empty",
                "t,f,m2,2.4,few_shot,5,1,0.3                 | ''                 | a row must have 9 cells",
                "t,f,m2,2.4,few_shot,5,1,0.3,1000,x          | ''                 | a row must have 9 cells",
                "t,f,m1,2.5,few_shot,5,1,0.31,1000           | accuracy           | must not change; saved is accuracy 0.25",
            })
    void oneFaultyRowRefusesTheWholeImport(String row, String column, String said) {
        String before = saved();
        String good = "t,f,m9,2.2,few_shot,5,1,0.25,1000\n";
        JsonNode error = firstError(problem(submit(HEADER + good + row + "\n"), 422));
        assertThat(error.get("line").asInt()).isEqualTo(3);
        assertThat(error.get("column").asText()).isEqualTo(column);
        assertThat(error.get("rule").asText() + " " + error.get("hint").asText())
                .contains(said);
        assertThat(saved()).isEqualTo(before);
    }

    @Test
    void everyFaultyRowIsReportedAtOnce() {
        JsonNode problem =
                problem(submit(HEADER + "t,f,m2,2.4,few_shot,5,1,74,1000\nt,f,m3,-1,few,5,1,0.5,1000\n"), 422);
        assertThat(problem.get("errors")).hasSize(3);
        assertThat(problem.get("detail").asText()).isEqualTo("3 errors in 2 rows; nothing was saved.");
    }

    @Test
    void aRowTwiceInOneFileIsRefused() {
        String before = saved();
        String row = "t,f,m2,2.4,few_shot,5,1,0.3,1000\n";
        assertThat(firstError(problem(submit(HEADER + row + row), 422))
                        .get("rule")
                        .asText())
                .contains("repeats line 2");
        assertThat(saved()).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                            | must not be empty",
                "'   '                         | must not be empty",
                "<html><body>login</body>      | looks like HTML",
                "[1]                           | looks like JSON",
                "x,y,z                         | must name the columns",
                "task,model                    | column regime is required",
            })
    void whatIsNoTableIsRefused(String body, String said) {
        String before = saved();
        JsonNode problem = problem(submit(body), 422);
        assertThat(problem.get("errors").toString()).contains(said);
        assertThat(saved()).isEqualTo(before);
    }

    @Test
    void scriptsAndFormulasAreNamesLikeAnyOther() {
        String script = "<script>alert('x')</script>";
        String formula = "=HYPERLINK(\"\"http://evil.example\"\",\"\"x\"\")";
        RunningService.Answer answer = submit(HEADER + "t,f," + script + ",2.4,few_shot,5,1,0.3,1000\nt,f,\"" + formula
                + "\",2.3,few_shot,5,1,0.3,1000\n");
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);

        // a spreadsheet must not run it, and JSON has it as it was
        assertThat(saved()).contains(script).contains("\"'=HYPERLINK(\"\"http://evil.example\"\",\"\"x\"\")\"");
        RunningService.Answer json = service.get(study + "/observations.json");
        assertThat(json.header("Content-Type")).startsWith("application/json");
        assertThat(json.json().get(1).get("model").asText()).isEqualTo(script);
        assertThat(json.json().get(2).get("model").asText()).isEqualTo("=HYPERLINK(\"http://evil.example\",\"x\")");
    }

    @Test
    void markOfByteOrderLineEndsAndDelimitersMakeNoDifference() {
        String plain = HEADER + "t,f,m2,2.4,few_shot,5,1,0.3,1000\nt,f,m3,2.3,finetuned,100,1,0.4,1000\n";
        assertThat(submit(plain).status()).isEqualTo(201);
        String expected = saved();
        for (String same : new String[] {
            "\uFEFF" + plain,
            plain.replace("\n", "\r\n"),
            plain.replace("\n", "\r"),
            plain.replace(',', ';'),
            "\uFEFF" + plain.replace(',', ';').replace("\n", "\r\n"),
            plain.replace(',', '\t'),
            "\n\n" + plain + "\n\n",
        }) {
            String other = service.newStudy();
            service.postCsv(other + "/observations", HEADER + ROW);
            RunningService.Answer answer = service.postCsv(other + "/observations", same);
            assertThat(answer.status()).as(answer.body()).isEqualTo(201);
            assertThat(service.get(other + "/observations.csv").body()).isEqualTo(expected);
        }
    }

    @Test
    void whatWentInComesOut() throws IOException {
        String csv = Files.readString(Path.of("data/synthetic/observations.csv"));
        service.postJson(
                "/api/v1/studies",
                "{\"id\": \"synthetic\", \"name\": \"n\", \"task\": \"synthetic_four_choice\","
                        + " \"trivial_accuracy\": 0.25, \"shots\": 5, \"family\": \"synthetic\"}");
        String path = "/api/v1/studies/synthetic";
        RunningService.Answer answer = service.postCsv(path + "/observations", csv);
        assertThat(answer.json().get("rows").asInt()).isEqualTo(114);
        assertThat(answer.header("Location")).isEqualTo(path + "/observations.csv");
        String out = service.get(path + "/observations.csv").body();
        String json = service.get(path + "/observations.json").body();

        // each export, imported in the place of what is there, changes nothing
        assertThat(service.postCsv(path + "/observations?replace=true", out).status())
                .isEqualTo(201);
        assertThat(service.get(path + "/observations.csv").body()).isEqualTo(out);
        assertThat(service.postJson(path + "/observations?replace=true", json).status())
                .isEqualTo(201);
        assertThat(service.get(path + "/observations.csv").body()).isEqualTo(out);
    }

    @Test
    void aDryRunSavesNothing() {
        String before = saved();
        RunningService.Answer answer =
                service.postCsv(study + "/observations?dry_run=true", HEADER + "t,f,m2,2.4,few_shot,5,1,0.3,\n");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().get("saved").asBoolean()).isFalse();
        assertThat(answer.json().at("/warnings/0/code").asText()).isEqualTo("n_eval_missing");
        assertThat(saved()).isEqualTo(before);
        problem(service.postCsv(study + "/observations?dry_run=yes", HEADER + ROW), 422);
    }

    @Test
    void aRefusedReplacementKeepsTheOldRows() {
        String before = saved();
        problem(service.postCsv(study + "/observations?replace=true", HEADER + "t,f,m2,2.4,few_shot,5,1,9,1\n"), 422);
        assertThat(saved()).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[{'task': 't', 'model': 'm2', 'regime': 'few_shot', 'examples': 5, 'accuracy': '0.3', 'params': '7B', 'tokens': 1e12}] | 201 | ''",
                "{'observations': [{'task': 't', 'model': 'm2', 'regime': 'few_shot', 'examples': 5, 'accuracy': 0.3, 'pretrain_loss_nats': 2}]} | 201 | ''",
                "[{'task': 't', 'model': 'm2', 'regime': 'few_shot', 'examples': 5, 'accuracy': 1e400, 'pretrain_loss_nats': 2}] | 422 | accuracy must",
                "[{'task': 't', 'model': 'm2', 'regime': 'few_shot', 'examples': 5, 'accuracy': NaN, 'pretrain_loss_nats': 2}] | 422 | valid JSON",
                "[{'task': 't', 'model': 'm2', 'regime': 'few_shot', 'examples': 5, 'accuracy': {}, 'pretrain_loss_nats': 2}] | 422 | accuracy must be text, a number or null",
                "[{'task': 't', 'model': 'm2', 'regime': 'few_shot', 'examples': 5, 'pretrain_loss_nats': 2}] | 422 | accuracy must not be empty",
                "[1, 2] | 422 | must be an object",
                "[      | 422 | valid JSON",
                "{}     | 422 | observations",
                "null   | 422 | JSON array",
                "''     | 422 | JSON array",
            })
    void rowsMayBeJson(String body, int status, String said) {
        String before = saved();
        RunningService.Answer answer = service.postJson(study + "/observations", body.replace('\'', '"'));
        if (status == 201) {
            assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        } else {
            assertThat(problem(answer, status).get("errors").toString()).contains(said);
            assertThat(saved()).isEqualTo(before);
        }
    }

    @Test
    void anotherTypeIsRefused() {
        problem(service.post(study + "/observations", "application/xml", "<a/>"), 415);
        problem(service.send(service.request(study + "/observations").POST(BodyPublishers.noBody())), 415);
    }

    @Test
    void aFileMayBeUploaded() throws IOException {
        RunningService.Answer answer = upload("rows.csv", HEADER + "t,f,m2,2.4,few_shot,5,1,0.3,1000\n");
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        problem(upload("rows.csv", HEADER + "t,f,m3,2.4,few_shot,5,1,30,1000\n"), 422);
        problem(upload("rows.csv", ""), 400);
        problem(
                service.post(study + "/observations", "multipart/form-data; boundary=frontier", "no such boundary"),
                400);
        assertThat(saved()).contains("m2").doesNotContain("m3");
    }

    private RunningService.Answer upload(String name, String content) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.write(("--frontier\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + name
                        + "\"\r\nContent-Type: text/csv\r\n\r\n" + content + "\r\n--frontier--\r\n")
                .getBytes(StandardCharsets.UTF_8));
        return service.send(service.request(study + "/observations")
                .header("Content-Type", "multipart/form-data; boundary=frontier")
                .POST(BodyPublishers.ofByteArray(body.toByteArray())));
    }

    @Test
    void aBodyThatIsTooLargeIsRefused() throws IOException {
        String before = saved();
        byte[] large = new byte[(MAX_BODY_MIB << 20) + 1];
        Arrays.fill(large, (byte) 'x');
        problem(
                service.send(service.request(study + "/observations")
                        .header("Content-Type", "text/csv")
                        .POST(BodyPublishers.ofByteArray(large))),
                413);
        // chunked: nothing says beforehand how large it is
        problem(
                service.send(service.request(study + "/observations")
                        .header("Content-Type", "text/csv")
                        .POST(BodyPublishers.ofInputStream(() -> InputStreamOf.repeated(large, 1)))),
                413);
        problem(
                service.send(service.request("/api/v1/studies")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofByteArray(large))),
                413);
        problem(upload("rows.csv", new String(large, StandardCharsets.US_ASCII)), 413);
        assertThat(saved()).isEqualTo(before);
    }

    /** Whoever sends all of it before looking at the answer finds one, and no connection that was reset. */
    @Test
    void whoStillSendsWhatIsRefusedFindsTheAnswer() throws IOException {
        byte[] large = new byte[(MAX_BODY_MIB << 20) + 1];
        URI url = URI.create(service.url());
        for (String path : List.of(study + "/observations", "/nowhere")) {
            String head = "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/csv\r\nContent-Length: "
                    + large.length + "\r\nConnection: close\r\n\r\n";
            try (Socket socket = new Socket(url.getHost(), url.getPort())) {
                socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
                socket.getOutputStream().write(large);
                String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertThat(answer).startsWith(path.equals("/nowhere") ? "HTTP/1.1 404" : "HTTP/1.1 413");
            }
        }
    }

    /** Else a client sends its next request down a connection that ends under it, and hears of nothing. */
    @Test
    void anAnswerBeforeTheBodyIsReadSaysThatItsConnectionEnds() throws IOException {
        URI url = URI.create(service.url());
        for (String path : List.of("/api/v1/studies", study, "/healthz")) {
            String head = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nthe beginning";
            try (Socket socket = new Socket(url.getHost(), url.getPort())) {
                socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
                String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertThat(answer).startsWith("HTTP/1.1 200").contains("\r\nConnection: close\r\n");
            }
            assertThat(service.get(path).header("Connection")).as(path).isEmpty();
        }
        RunningService.Answer read = service.postCsv(study + "/observations", rows(3, "read"));
        assertThat(read.status()).isEqualTo(201);
        assertThat(read.header("Connection")).isEmpty();
    }

    /** A stream whose length HTTP does not know. */
    private static final class InputStreamOf {
        static InputStream repeated(byte[] bytes, int times) {
            return java.util.Collections.nCopies(times, bytes).stream()
                    .map(part -> (InputStream) new java.io.ByteArrayInputStream(part))
                    .reduce(InputStream.nullInputStream(), java.io.SequenceInputStream::new);
        }
    }

    @Test
    @Tag("slow")
    void aHundredThousandRowsGoInAndOneMoreDoesNot() {
        // one is there already
        RunningService.Answer answer = submit(rows(99_999, "m"));
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        assertThat(saved().lines()).hasSize(100_001);
        String other = service.newStudy();
        JsonNode problem = problem(service.postCsv(other + "/observations", rows(100_001, "m")), 422);
        assertThat(firstError(problem).get("rule").asText()).contains("at most 100000 rows");
        assertThat(service.get(other + "/observations.csv").body().lines()).hasSize(1);
    }

    static String rows(int count, String model) {
        StringBuilder csv = new StringBuilder(HEADER);
        for (int i = 0; i < count; i++)
            csv.append("t,f,")
                    .append(model)
                    .append(i % 50)
                    .append(',')
                    .append(2 + i % 50 / 100.0)
                    .append(",finetuned,100,")
                    .append(i)
                    .append(",0.3,1000\n");
        return csv.toString();
    }

    @Test
    void rowsOfAStudyThatDoesNotExistAreRefused() {
        problem(service.postCsv("/api/v1/studies/no-such/observations", HEADER + ROW), 404);
        problem(service.get("/api/v1/studies/no-such/observations.csv"), 404);
    }
}
