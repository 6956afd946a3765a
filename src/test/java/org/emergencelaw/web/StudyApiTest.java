package org.emergencelaw.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Studies over HTTP: create, list, show, delete, and what the service says to nonsense. */
class StudyApiTest {

    private static final String STUDIES = "/api/v1/studies";

    @TempDir
    static Path directory;

    static RunningService service;

    @BeforeAll
    static void start() {
        service = RunningService.in(directory);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    /** Every error is a problem that names its status. */
    static JsonNode problem(RunningService.Answer answer, int status) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        JsonNode problem = answer.json();
        assertThat(problem.get("status").asInt()).isEqualTo(status);
        assertThat(problem.get("type").asText()).isNotBlank();
        assertThat(problem.get("title").asText()).isNotBlank();
        assertThat(problem.get("detail").asText()).isNotBlank();
        assertThat(problem.get("errors").isArray()).isTrue();
        return problem;
    }

    @Test
    void aStudyIsMadeShownAndDeleted() {
        RunningService.Answer made = service.postJson(
                STUDIES,
                "{\"name\": \"My MMLU, 3B\", \"task\": \"own\", \"trivial_accuracy\": 0.25, \"shots\": 5,"
                        + " \"family\": \"f\"}");
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        assertThat(made.header("Location")).isEqualTo(STUDIES + "/my-mmlu-3b");
        assertThat(made.json().get("created_at").asText()).isEqualTo("2026-03-01T12:00:00Z");
        assertThat(made.json().at("/task/trivial_accuracy").asDouble()).isEqualTo(0.25);

        RunningService.Answer shown = service.get(STUDIES + "/my-mmlu-3b");
        assertThat(shown.status()).isEqualTo(200);
        assertThat(shown.json()).isEqualTo(made.json());

        assertThat(service.delete(STUDIES + "/my-mmlu-3b").status()).isEqualTo(204);
        problem(service.get(STUDIES + "/my-mmlu-3b"), 404);
        problem(service.delete(STUDIES + "/my-mmlu-3b"), 404);
    }

    @Test
    void aTaskOfTheCatalogueBringsItsDefaults() {
        JsonNode study = service.postJson(STUDIES, "{\"id\": \"catalogue\", \"name\": \"c\", \"task\": \"cola\"}")
                .json();
        assertThat(study.at("/task/trivial_accuracy").asDouble()).isEqualTo(0.6912752);
        assertThat(study.at("/task/shots").asInt()).isEqualTo(5);
        assertThat(study.get("family").asText()).isEqualTo("c");
        JsonNode tasks = service.get("/api/v1/tasks").json().get("items");
        assertThat(tasks).hasSizeGreaterThan(100);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'name': 'x', 'task': 'unheard-of'}                         | 422 | trivial_accuracy",
                "{'name': 'x', 'task': 'mmlu', 'trivial_accuracy': 25}       | 422 | trivial_accuracy must be",
                "{'name': 'x', 'task': 'mmlu', 'trivial_accuracy': 1}        | 422 | trivial_accuracy must be",
                "{'name': 'x', 'task': 'mmlu', 'trivial_accuracy': -0.1}     | 422 | trivial_accuracy must be",
                "{'name': 'x', 'task': 'mmlu', 'trivial_accuracy': 1e400}    | 400 | 1e400",
                "{'name': 'x', 'task': 'mmlu', 'trivial_accuracy': NaN}      | 400 | NaN",
                "{'name': 'x', 'task': 'mmlu', 'trivial_accuracy': '0.25'}   | 400 | trivial_accuracy must be a number",
                "{'name': 'x', 'task': 'mmlu', 'shots': 5.5}                 | 400 | shots must be a whole number",
                "{'name': 'x', 'task': 'mmlu', 'shots': -1}                  | 422 | shots must be from 0",
                "{'name': 'x', 'task': 'mmlu', 'shots': 99999999999}         | 400 | shots",
                "{'name': 'x', 'task': 'mmlu', 'trival_accuracy': 0.25}      | 400 | trival_accuracy",
                "{'name': 'x'}                                               | 400 | task",
                "{'task': 'mmlu'}                                            | 400 | name",
                "{'name': null, 'task': 'mmlu'}                              | 400 | name",
                "{'name': '', 'task': 'mmlu'}                                | 422 | name",
                "{'name': 'x', 'task': ''}                                   | 422 | task",
                "{'name': 'x', 'task': 'mmlu', 'id': 'Not An Id'}            | 422 | study id",
                "{'name': 'x', 'task': 'mmlu', 'id': '../../etc'}            | 422 | study id",
                "{'name': 'x', 'name': 'y', 'task': 'mmlu'}                  | 400 | name",
                "{'name': 'x', 'task': 'mmlu'} {}                            | 400 | trailing",
                "{'name': 'x', 'task': 'mmlu'                                | 400 | end-of-input",
                "[]                                                          | 400 | array",
                "'text'                                                      | 400 | JSON",
                "null                                                        | 400 | null",
            })
    void aBadStudyIsRefusedAndNothingIsSaved(String body, int status, String said) {
        String before = service.get(STUDIES).body();
        JsonNode problem = problem(service.postJson(STUDIES, body.replace('\'', '"')), status);
        assertThat(problem.get("detail").asText().toLowerCase()).contains(said.toLowerCase());
        assertThat(service.get(STUDIES).body()).isEqualTo(before);
    }

    @Test
    void anEmptyBodyIsRefused() {
        problem(service.postJson(STUDIES, ""), 400);
        problem(service.postJson(STUDIES, "   "), 400);
    }

    @Test
    void jsonMustBeSentAsJson() {
        String body = "{\"name\": \"x\", \"task\": \"mmlu\"}";
        assertThat(problem(service.post(STUDIES, "text/plain", body), 415)
                        .get("detail")
                        .asText())
                .contains("application/json");
        problem(service.post(STUDIES, "application/x-www-form-urlencoded", body), 415);
    }

    @Test
    void theSameIdTwiceIsAConflict() {
        String body = "{\"id\": \"twice\", \"name\": \"x\", \"task\": \"mmlu\"}";
        assertThat(service.postJson(STUDIES, body).status()).isEqualTo(201);
        assertThat(problem(service.postJson(STUDIES, body), 409).get("detail").asText())
                .contains("twice");
    }

    @Test
    void theSameNameTwiceIsTwoStudies() {
        String body = "{\"name\": \"Same name\", \"task\": \"mmlu\"}";
        String first = service.postJson(STUDIES, body).json().get("id").asText();
        String second = service.postJson(STUDIES, body).json().get("id").asText();
        assertThat(first).isEqualTo("same-name");
        assertThat(second).startsWith("same-name-").isNotEqualTo(first);
    }

    @Test
    void aNameOfNoLettersStillGetsAnId() {
        RunningService.Answer answer = service.postJson(STUDIES, "{\"name\": \"研究 <b>\", \"task\": \"mmlu\"}");
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        assertThat(answer.json().get("name").asText()).isEqualTo("研究 <b>");
        assertThat(service.get(answer.header("Location")).status()).isEqualTo(200);
    }

    @Test
    void aListHasPages() {
        for (int i = 0; i < 105; i++)
            service.postJson(STUDIES, "{\"id\": \"page-%03d\", \"name\": \"p\", \"task\": \"mmlu\"}".formatted(i));
        List<String> seen = new ArrayList<>();
        String path = STUDIES;
        int pages = 0;
        while (!path.isEmpty()) {
            JsonNode page = service.get(path).json();
            page.get("items").forEach(study -> seen.add(study.get("id").asText()));
            JsonNode cursor = page.get("next_cursor");
            path = cursor.isNull() ? "" : STUDIES + "?cursor=" + cursor.asText();
            pages++;
        }
        assertThat(pages).isGreaterThanOrEqualTo(2);
        assertThat(seen).isSorted().doesNotHaveDuplicates();
        assertThat(seen.stream().filter(id -> id.startsWith("page-"))).hasSize(105);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/nothing",
                "/api/v1/studies/no-such",
                "/api/v2/studies",
                "/api/v1/fits/x",
                "/nothing.json"
            })
    void whatIsNotThereIsAProblem(String path) {
        problem(service.get(path), 404);
    }

    @Test
    void aVerbThatAPathDoesNotHaveIsAProblem() {
        problem(service.delete(STUDIES), 405);
        problem(service.postJson("/api/v1/studies/x", "{}"), 405);
        problem(service.send(service.request(STUDIES).PUT(BodyPublishers.ofString("{}"))), 405);
    }

    @Test
    void headAnswersAsGetWithoutTheBody() {
        RunningService.Answer head =
                service.send(service.request("/api/v1/tasks").method("HEAD", BodyPublishers.noBody()));
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
    }

    @Test
    void staticFilesHaveTypesAndTags() {
        for (String[] file : new String[][] {
            {"style.css", "text/css"}, {"chart.js", "text/javascript"}, {"icon.svg", "image/svg+xml"}
        }) {
            RunningService.Answer answer = service.get("/static/" + file[0]);
            assertThat(answer.status()).as(file[0]).isEqualTo(200);
            assertThat(answer.header("Content-Type")).startsWith(file[1]);
            RunningService.Answer again =
                    service.send(service.request("/static/" + file[0]).header("If-None-Match", answer.header("ETag")));
            assertThat(again.status()).isEqualTo(304);
            assertThat(again.body()).isEmpty();
        }
        for (String none : List.of("none.js", ".js", "chart", "..%2fServer.class", "x%00.js", "Chart.js"))
            assertThat(service.get("/static/" + none).status()).as(none).isIn(400, 404);
    }

    @Test
    void probesAndSecurityHeaders() {
        assertThat(service.get("/healthz").body()).isEqualTo("ok");
        assertThat(service.get("/readyz").status()).isEqualTo(200);
        for (String path : List.of("/healthz", STUDIES, "/api/v1/nothing")) {
            RunningService.Answer answer = service.get(path);
            assertThat(answer.header("Content-Security-Policy")).contains("frame-ancestors 'none'");
            assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(answer.header("Server")).isEmpty();
        }
    }
}
