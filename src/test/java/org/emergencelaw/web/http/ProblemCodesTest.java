package org.emergencelaw.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.emergencelaw.format.BrokenRule;
import org.emergencelaw.format.Json;
import org.emergencelaw.format.ProblemCode;
import org.emergencelaw.web.RunningService;
import org.emergencelaw.workspace.Problem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Why something is refused, for programs: codes and types, in answers and in the guide. */
class ProblemCodesTest {

    private static final Pattern ROW = Pattern.compile("\\| ([0-9, ]+|`[a-z_]+`) \\| (.+) \\|");

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

    private static List<Matcher> documented() throws IOException {
        String guide = Files.readString(Path.of("src/docs/api.md"));
        return guide.substring(guide.indexOf("\n## Errors\n"))
                .lines()
                .map(ROW::matcher)
                .filter(Matcher::matches)
                .toList();
    }

    @Test
    void everyCodeIsDocumentedAndEveryDocumentedCodeIsThere() throws IOException {
        List<String> codes = documented().stream()
                .map(row -> row.group(1))
                .filter(cell -> cell.startsWith("`"))
                .map(cell -> cell.replace("`", ""))
                .toList();

        assertThat(codes)
                .containsExactlyElementsOf(Arrays.stream(ProblemCode.values())
                        .map(ProblemCode::key)
                        .toList());
    }

    @Test
    void everyTypeIsDocumentedAndEveryDocumentedTypeIsThere() throws IOException {
        Map<Integer, String> types = new TreeMap<>();
        for (Matcher row : documented())
            if (!row.group(1).startsWith("`"))
                for (String status : row.group(1).split(", "))
                    types.put(Integer.valueOf(status), row.group(2).replaceAll("`([a-z_]+)`.*", "$1"));

        assertThat(types).isEqualTo(new TreeMap<>(Problem.TYPES));
    }

    @Test
    void everyCodeIsGivenSomewhere() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            String sources = files.filter(file -> file.toString().endsWith(".java"))
                    .map(ProblemCodesTest::text)
                    .collect(Collectors.joining());
            assertThat(Arrays.stream(ProblemCode.values())
                            .filter(code -> !sources.contains("ProblemCode." + code))
                            .collect(Collectors.toSet()))
                    .isEmpty();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException broken) {
            throw new java.io.UncheckedIOException(broken);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    shots must be from 0 to 100000, was -1                         | out_of_range  | shots
                    n_eval must be at least 1, was 0                               | out_of_range  | n_eval
                    params must be positive and finite, was NaN                    | out_of_range  | params
                    deadline must lie after the lock, was 2026-01-01               | out_of_range  | deadline
                    model must not be blank                                        | required      | model
                    plans.params is missing                                        | required      | plans.params
                    a planned run needs params and tokens, or train_flops          | required      |
                    param_count must be embedding or non_embedding, was total      | not_one_of    | param_count
                    order must be one of asc, desc, was up                         | not_one_of    | order
                    seed must be a whole number, was 1.5                           | wrong_type    | seed
                    dry_run must be true or false, was yes                         | wrong_type    | dry_run
                    name must have 1 to 200 characters, had 0                      | wrong_length  | name
                    plans must have 1 to 1000 items, had 0                         | wrong_length  | plans
                    there is no field paramz; fields are params, tokens            | unknown_field | paramz
                    replace and update must not both be asked for                  | not_together  |
                    an entry must be an object in canonical form                   | rule_broken   |
                    """)
    void aSentenceThatStatesARuleIsTakenApart(String sentence, String code, String field) {
        assertThat(BrokenRule.of(sentence))
                .isEqualTo(new BrokenRule(
                        ProblemCode.valueOf(code.toUpperCase(java.util.Locale.ROOT)), Optional.ofNullable(field)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {                                                                        | 400 | bad_request | unreadable_json |
                    {"name": "n"}                                                            | 400 | bad_request | required        | task
                    {"name": "n", "task": "mmlu", "shot": 5}                                 | 400 | bad_request | unknown_field   | shot
                    {"name": "n", "task": "mmlu", "shots": "five"}                           | 400 | bad_request | wrong_type      | shots
                    {"name": "n", "task": "mmlu", "param_count": "total"}                    | 400 | bad_request | not_one_of      | param_count
                    {"name": "n", "task": "nobody-knows"}                                    | 422 | bad_input   | task_unknown    | task
                    {"name": "n", "task": "mmlu", "trivial_accuracy": 1.5}                   | 422 | bad_input   | out_of_range    | trivial_accuracy
                    {"name": "", "task": "mmlu"}                                             | 422 | bad_input   | wrong_length    | name
                    """)
    void aStudyThatBreaksARuleSaysWhichOneOfWhichField(
            String body, int status, String type, String code, String field) {
        JsonNode problem = problem(service.postJson("/api/v1/studies", body), status);

        assertThat(problem.get("type").asText()).isEqualTo(type);
        assertThat(problem.get("code").asText()).isEqualTo(code);
        assertThat(problem.path("field").asText(null)).isEqualTo(field);
    }

    private static JsonNode problem(RunningService.Answer answer, int status) {
        HttpResponse<String> response = answer.response();
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).startsWith(Problem.CONTENT_TYPE);
        return answer.json();
    }

    @Test
    void whatIsNotThereOrNotPossibleHasACodeOfItsOwn() {
        String study = service.newStudy();
        String id = study.substring(study.lastIndexOf('/') + 1);
        Map<String, String> missing = Map.of(
                "/api/v1/nothing", "no_such_address",
                "/api/v1/studies/nothing", "no_such_study",
                "/api/v1/fits/nothing", "no_such_fit",
                "/api/v1/forecasts/nothing", "no_such_forecast",
                "/api/v1/ledger/nothing", "no_such_locked_forecast",
                "/api/v1/ledger/rows/nothing", "no_such_row",
                "/api/v1/jobs/nothing", "no_such_job");

        missing.forEach((path, code) -> assertThat(
                        problem(service.get(path), 404).get("code").asText())
                .as(path)
                .isEqualTo(code));
        assertThat(problem(
                                service.postJson(
                                        "/api/v1/studies",
                                        "{\"id\": \"%s\", \"name\": \"n\", \"task\": \"mmlu\"}".formatted(id)),
                                409)
                        .get("code")
                        .asText())
                .isEqualTo("id_taken");
        assertThat(problem(service.post("/api/v1/studies", "text/plain", "n"), 415)
                        .get("code")
                        .asText())
                .isEqualTo("wrong_content_type");
    }

    @Test
    void everyFaultyRowHasItsCode() {
        JsonNode problem = problem(
                service.postCsv(
                        service.newStudy() + "/observations",
                        "task,family,model,regime,examples,accuracy,pretrain_loss_nats\n"
                                + "t,f,a,few_shot,5,1.5,2\nt,f,b,other,5,0.3,2\nt,f,,few_shot,5,0.3,2\n"),
                422);

        assertThat(problem.get("code").asText()).isEqualTo("rows_refused");
        assertThat(problem.get("errors").findValuesAsText("column")).containsExactly("accuracy", "regime", "model");
        assertThat(problem.get("errors").findValuesAsText("code"))
                .containsExactly("out_of_range", "not_one_of", "required");
        assertThat(Json.read(problem.toString(), Problem.class).errors())
                .as("is read again, as by the command line")
                .hasSize(3);
    }
}
