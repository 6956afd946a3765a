package org.emergencelaw.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import org.emergencelaw.format.Json;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A forecast of rows that come with the question says what a study of them says, and leaves nothing behind. */
class OneShotApiTest {

    private static final String PLAN = "{\"params\": \"13B\", \"tokens\": \"260B\"}";

    @TempDir
    private static Path directory;

    private static RunningService service;

    @BeforeAll
    static void open() {
        service = RunningService.in(directory);
    }

    @AfterAll
    static void close() {
        service.close();
    }

    private static ObjectNode question() {
        ObjectNode question = Json.mapper().createObjectNode();
        question.put("task", "arithmetic")
                .put("trivial_accuracy", 0.25)
                .put("shots", 5)
                .put("csv", ApiExamples.ROWS);
        question.putObject("fit").put("method", "mle").put("seed", 3);
        question.putObject("plan").put("params", "13B").put("tokens", "260B");
        return question;
    }

    private static JsonNode good(RunningService.Answer answer) {
        assertThat(answer.status()).as(answer.body()).isLessThan(300);
        return answer.json();
    }

    /** Without what tells one forecast of a study from another. */
    /** A kept forecast also says how far it moves under other assumptions, which takes longer than the answer itself. */
    private static JsonNode withoutIdentity(JsonNode forecast) {
        return ((ObjectNode) forecast.deepCopy())
                .remove(List.of("id", "fit_id", "created_at", "import_warnings", "spread"));
    }

    @Test
    void theNumbersAreThoseOfAStudyHoweverTheRowsCome() {
        String study = "/api/v1/studies/arithmetic";
        good(service.postJson("/api/v1/studies", ApiExamples.STUDY));
        good(service.postCsv(study + "/observations", ApiExamples.ROWS));
        String rows = service.get(study + "/observations.json").body();
        String fit = good(service.postJson(study + "/fits", "{\"method\": \"mle\", \"seed\": 3}"))
                .get("id")
                .asText();
        JsonNode stored = good(service.postJson("/api/v1/fits/" + fit + "/forecasts", PLAN));
        good(service.delete(study).status() == 204 ? service.get("/api/v1/studies") : service.get("/nothing"));

        JsonNode ofCsv = good(service.postJson("/api/v1/forecast", question().toString()));
        ObjectNode withRows = question().without("csv");
        JsonNode ofRows = good(service.postJson(
                "/api/v1/forecast",
                withRows.toString()
                        .replaceFirst("\\{", "{\"rows\": " + java.util.regex.Matcher.quoteReplacement(rows) + ", ")));
        JsonNode ofTable = good(service.postCsv(
                "/api/v1/forecast?task=arithmetic&trivial_accuracy=0.25&shots=5&method=mle&seed=3&params=13B&tokens=260B",
                ApiExamples.ROWS));

        assertThat(withoutIdentity(ofCsv)).isEqualTo(withoutIdentity(stored));
        assertThat(withoutIdentity(ofRows)).isEqualTo(withoutIdentity(stored));
        assertThat(ofTable).isEqualTo(ofCsv);
        assertThat(service.get("/api/v1/studies").json().get("items")).isEmpty();
        assertThat(service.get("/api/v1/fits").json().get("items")).isEmpty();
        assertThat(service.get("/api/v1/forecasts").json().get("items")).isEmpty();
    }

    @Test
    void severalQuestionsAreAnsweredEachForItself() {
        ObjectNode faulty = question().put("csv", ApiExamples.ROWS.replace("0.251", "1.5"));
        ObjectNode unknown = question().put("task", "nobody-knows").without(List.of("trivial_accuracy", "shots"));
        String body = "{\"forecasts\": [" + question() + ", " + faulty + ", " + unknown + "]}";

        JsonNode items = good(service.postJson("/api/v1/forecast/bulk", body)).get("items");

        assertThat(items.get(0).get("forecast"))
                .isEqualTo(good(service.postJson("/api/v1/forecast", question().toString())));
        assertThat(items.get(0).get("problem").isNull()).isTrue();
        assertThat(items.get(1).at("/problem/code").asText()).isEqualTo("rows_refused");
        assertThat(items.get(1).at("/problem/errors/0/column").asText()).isEqualTo("accuracy");
        assertThat(items.get(2).at("/problem/code").asText()).isEqualTo("task_unknown");
    }

    @Test
    void aQuestionThatCannotBeAnsweredSaysWhy() {
        refused(question().without("csv"), 400, "required", "rows");
        refused(question().without("plan"), 400, "required", "plan");
        refused(question().put("csv", ApiExamples.ROWS.replace(",ours,1B", ",theirs,1B")), 422, "required", "family");
        assertThat(service.postJson("/api/v1/forecast?seed=1", question().toString())
                        .json()
                        .get("code")
                        .asText())
                .isEqualTo("not_together");
        assertThat(service.postJson("/api/v1/forecast/bulk", "{\"forecasts\": []}")
                        .json()
                        .get("field")
                        .asText())
                .isEqualTo("forecasts");
    }

    private static void refused(JsonNode question, int status, String code, String field) {
        RunningService.Answer answer = service.postJson("/api/v1/forecast", question.toString());
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.json().get("code").asText()).as(answer.body()).isEqualTo(code);
        assertThat(answer.json().get("field").asText()).isEqualTo(field);
    }
}
