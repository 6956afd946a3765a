package org.emergencelaw.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.emergencelaw.backtest.Backtest;
import org.emergencelaw.fit.StudyRows;
import org.emergencelaw.fit.loss.LossSource;
import org.emergencelaw.format.Json;
import org.emergencelaw.ingest.table.ObservationCsv;
import org.emergencelaw.job.Job;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Task;
import org.emergencelaw.store.JobStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backtests as jobs over HTTP: progress, cancelling, going on after a restart, and the pages without JavaScript. */
class JobApiTest {

    private static final String CSV = "data/lab-exploration-djl-picl015/observations.csv";
    private static final Task TASK = new Task("attribute_label", "accuracy", 0.25, 8);

    @TempDir
    Path directory;

    private RunningService service;

    @BeforeEach
    void start() {
        service = RunningService.in(directory);
    }

    @AfterEach
    void stop() {
        service.close();
    }

    private void study() throws IOException {
        study(Files.readString(Path.of(CSV)));
    }

    private void study(String rows) throws IOException {
        assertThat(service.postJson("/api/v1/studies", """
                                {"id": "lab", "name": "Lab", "task": "attribute_label",
                                 "family": "lab-exploration-djl-picl015"}""").status()).isEqualTo(201);
        assertThat(service.postCsv("/api/v1/studies/lab/observations", rows).status())
                .isEqualTo(201);
    }

    /** Of the table those rows that an expression finds. */
    private static String rows(String found) throws IOException {
        StringBuilder rows = new StringBuilder();
        for (String line : Files.readAllLines(Path.of(CSV)))
            if (rows.isEmpty() || line.matches(".*,(" + found + "),.*"))
                rows.append(line).append('\n');
        return rows.toString();
    }

    /** One seed and every other amount of finetuning: as many parts, each of which costs less. */
    private static String fewerRows() throws IOException {
        return rows("few_shot,8|finetuned,(16|64|256),0");
    }

    /** Cheap to replay. */
    private static String fewShotRows() throws IOException {
        return rows("few_shot,8");
    }

    @Test
    void aStudyOfFewShotRowsAloneIsReplayed() throws IOException {
        study(fewShotRows());

        String id = service.postJson("/api/v1/studies/lab/backtests", "{}")
                .json()
                .get("id")
                .asText();
        JsonNode result = ended(id).get("result");

        for (JsonNode trial : result.get("trials"))
            for (JsonNode said : trial.get("said"))
                if (said.get("rival").asText().equals("emergence_law"))
                    assertThat(said.get("abstention").asText()).isNotBlank();
                else if (said.get("rival").asText().equals("combined_forecast"))
                    assertThat(said.get("scores").get(1).get("quantiles_nats")).hasSize(41);
        String page = service.get("/jobs/" + id).body();
        assertThat(page)
                .contains("combined forecast")
                .contains("Why some abstained")
                .doesNotContain("answer rests on");
        assertThat(service.get("/studies/lab").status()).isEqualTo(200);
    }

    private String backtest() {
        RunningService.Answer answer = service.postJson("/api/v1/studies/lab/backtests", "{\"seed\": 3}");
        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        assertThat(answer.header("Location"))
                .isEqualTo("/api/v1/jobs/" + answer.json().get("id").asText());
        assertThat(answer.json().get("result").isNull()).isTrue();
        return answer.json().get("id").asText();
    }

    private JsonNode ended(String id) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(120))
                .until(
                        () -> service.get("/api/v1/jobs/" + id).json(),
                        job -> !List.of("queued", "running")
                                .contains(job.get("state").asText()));
    }

    private Backtest.Work work() {
        List<Observation> rows = service.database().observations().of("lab");
        return new Backtest.Work(StudyRows.of(TASK, rows, LossSource.DEFAULT, ObservationCsv.sha256(rows)), 3);
    }

    private static String whole(Backtest.Work work) {
        return Json.write(work.report(
                IntStream.range(0, work.parts()).mapToObj(work::part).toList()));
    }

    @Tag("slow")
    @Test
    void aBacktestIsAJobWhoseEventsTellItsProgress() throws Exception {
        study(fewerRows());
        String id = backtest();

        List<String> events = new ArrayList<>();
        var stream = HttpClient.newHttpClient()
                .send(
                        service.request("/api/v1/jobs/" + id + "/events")
                                .header("Accept", "text/event-stream")
                                .build(),
                        BodyHandlers.ofInputStream());
        assertThat(stream.headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
        try (InputStream body = stream.body();
                BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine())
                if (!line.isBlank() && !line.startsWith(":")) events.add(line);
        }

        assertThat(events.get(events.size() - 2)).isEqualTo("event: end");
        JsonNode last = Json.mapper().readTree(events.get(events.size() - 1).substring("data: ".length()));
        assertThat(last.get("state").asText()).isEqualTo("done");
        assertThat(last.get("done").asInt()).isEqualTo(last.get("total").asInt());
        assertThat(service.database().jobs().result(id).orElseThrow().equals(whole(work())))
                .as("the result is that of the work done at once")
                .isTrue();

        String page = service.get("/jobs/" + id).body();
        assertThat(page).contains("few-shot logistic").contains("answer rests on");
        assertThat(service.get("/jobs/" + id + ".json")
                        .json()
                        .get("result")
                        .equals(ended(id).get("result")))
                .isTrue();
        assertThat(service.get("/studies/lab/backtests").body())
                .contains("/jobs/" + id)
                .contains("Every other checkpoint");
        assertThat(service.delete("/api/v1/jobs/" + id).status()).isEqualTo(409);
    }

    @Test
    void aRestartGoesOnWithWhatIsKept() throws Exception {
        study(fewShotRows());
        Backtest.Work work = work();
        // as a life that ended in the middle of its work leaves it
        JobStore jobs = service.database().jobs();
        jobs.add(
                Job.ofStudy(
                        "half",
                        "lab",
                        Job.Kind.BACKTEST,
                        3,
                        ObservationCsv.sha256(service.database().observations().of("lab")),
                        work.parts(),
                        RunningService.NOW),
                Optional.empty());
        Instant before = RunningService.NOW.minusSeconds(60);
        assertThat(jobs.start("half", "an earlier life", before, before.plusSeconds(15)))
                .isTrue();
        for (int i = 0; i < work.parts(); i += 2) jobs.addPart("half", i, Json.write(work.part(i)));
        service.close();

        service = RunningService.in(directory);

        JsonNode done = ended("half");
        assertThat(done.get("state").asText()).isEqualTo("done");
        assertThat(service.database().jobs().result("half").orElseThrow().equals(whole(work)))
                .as("the bytes of work done at once")
                .isTrue();
    }

    @Test
    void aCancelledJobEndsAndStaysCancelled() throws Exception {
        study();
        String first = backtest(), second = backtest();

        JsonNode cancelled = service.delete("/api/v1/jobs/" + second).json();

        assertThat(cancelled.get("state").asText()).isEqualTo("cancelled");
        assertThat(service.delete("/api/v1/jobs/" + second).status())
                .as("asked again")
                .isEqualTo(200);
        assertThat(service.delete("/api/v1/jobs/" + first).json().get("state").asText())
                .isEqualTo("cancelled");
        assertThat(service.get("/jobs/" + first).body()).contains("Cancelled").contains("Run again");
        assertThat(ended(first).get("result").isNull()).isTrue();
    }

    @Test
    void aJobAtWorkHasAPageThatLooksAgainWithoutScript() throws Exception {
        study();
        String id = backtest();
        String page = service.get("/jobs/" + id).body();

        // it may have ended on a quick machine
        if (page.contains("<progress"))
            assertThat(page)
                    .contains("http-equiv=\"refresh\"")
                    .contains("Show progress")
                    .contains("Cancel");
        service.delete("/api/v1/jobs/" + id);
    }

    @Test
    void whatCannotBeReplayedIsRefusedAndUnknownJobsAreNotFound() throws Exception {
        String empty = service.newStudy();

        RunningService.Answer refused = service.postJson(empty + "/backtests", "{}");

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.json().get("detail").asText()).contains("few-shot rows with 5 shots");
        assertThat(service.get("/api/v1/jobs/none").status()).isEqualTo(404);
        assertThat(service.get("/api/v1/jobs/none/events").status()).isEqualTo(404);
        assertThat(service.delete("/api/v1/jobs/none").status()).isEqualTo(404);
        assertThat(service.postJson("/api/v1/studies/none/backtests", "{}").status())
                .isEqualTo(404);
        study();
        String id = backtest();
        assertThat(service.get("/api/v1/jobs/" + id + "/events").status())
                .as("without Accept: text/event-stream")
                .isEqualTo(406);
        service.delete("/api/v1/jobs/" + id);
    }

    @Test
    void aJobFailsWithAReasonWhenItsRowsChanged() throws Exception {
        study(fewShotRows());
        String other = "0".repeat(64);
        service.database()
                .jobs()
                .add(Job.ofStudy("old", "lab", Job.Kind.BACKTEST, 3, other, 1, RunningService.NOW), Optional.empty());
        service.close();

        service = RunningService.in(directory);

        assertThat(ended("old").get("state").asText()).isEqualTo("failed");
        assertThat(ended("old").get("reason").asText()).contains("the observations changed");
        assertThat(service.get("/jobs/old").body()).contains("Failed").contains("the observations changed");
    }
}
