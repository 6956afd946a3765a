package org.emergencelaw.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.emergencelaw.TestDatabase;
import org.emergencelaw.config.PublishedLossLaws;
import org.emergencelaw.config.TaskCatalogue;
import org.emergencelaw.fit.FitOptions;
import org.emergencelaw.format.Json;
import org.emergencelaw.ledger.LedgerEntry;
import org.emergencelaw.observation.Study;
import org.emergencelaw.observation.Task;
import org.emergencelaw.workspace.FitRequest;
import org.emergencelaw.workspace.LockRequest;
import org.emergencelaw.workspace.NewStudy;
import org.emergencelaw.workspace.Workspace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a request can say is said by every front: whoever adds a component to one and forgets a place fails here. */
class RequestFieldsTest {

    private static final Path TEMPLATES = Path.of("src/main/jte");

    /** A value of each component that is not what a study has without it; one is missing for a new component. */
    private static final Map<String, String> STUDY = Map.of(
            "id", "other-id",
            "name", "other name",
            "task", "hellaswag",
            "metric", "brier",
            "trivial_accuracy", "0.125",
            "shots", "7",
            "family", "other family",
            "flops_per_param_token", "12",
            "param_count", "non_embedding",
            "loss_law", "besiroglu_2024");

    /** The same of a fit. */
    private static final Map<String, String> FIT = Map.of(
            "law", "\"power\"",
            "method", "\"mle\"",
            "few_shot_shift", "false",
            "seed", "7");

    /** What the form for a study leaves to the catalogue, the name and the published law. */
    private static final Set<String> NOT_IN_FORM = Set.of("id", "metric", "param_count");

    @TempDir
    Path directory;

    private static Set<String> fields(Class<? extends Record> request) {
        return Arrays.stream(request.getRecordComponents())
                .map(RecordComponent::getName)
                .map(PropertyNamingStrategies.SnakeCaseStrategy.INSTANCE::translate)
                .collect(Collectors.toSet());
    }

    private static String documentation(String address) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("src/docs/api.md"))) {
            return lines.filter(line -> line.startsWith("| `" + address + "`"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static void isDocumented(Class<? extends Record> request, String address) throws IOException {
        String row = documentation(address);
        assertThat(fields(request))
                .allSatisfy(
                        field -> assertThat(row).as(field + " of " + address).contains("`" + field + "`"));
    }

    private static void isInForm(Set<String> fields, String... templates) throws IOException {
        StringBuilder text = new StringBuilder();
        for (String template : templates) text.append(Files.readString(TEMPLATES.resolve(template)));
        assertThat(fields)
                .allSatisfy(field -> assertThat(text)
                        .as(field + " in " + List.of(templates))
                        .matches("(?s).*(field = |name=)\"" + field + "\".*"));
    }

    @Test
    void everyFieldOfAStudyIsTakenKeptOfferedAndDocumented() throws Exception {
        assertThat(STUDY.keySet()).as("a sample of each").isEqualTo(fields(NewStudy.class));
        try (Workspace workspace = Workspace.open(
                TestDatabase.at(directory.resolve("studies.db")),
                TaskCatalogue.read(Path.of("configs/tasks.yaml")),
                PublishedLossLaws.read(Path.of("configs/loss-laws.yaml")),
                Clock.systemUTC())) {
            for (Map.Entry<String, String> sample : STUDY.entrySet()) {
                NewStudy usual = NewStudy.of(
                        "usual-" + sample.getKey().replace('_', '-'), "n", new Task("mmlu", "accuracy", 0.25, 5), "f");
                Study with = workspace.studies().create(usual.with(Map.of(sample.getKey(), sample.getValue())));

                Study kept = workspace.study(with.id());

                assertThat(kept).as(sample.getKey() + " is kept").isEqualTo(with);
                assertThat(Json.write(kept))
                        .as(sample.getKey() + " arrives")
                        .contains(sample.getValue())
                        .isNotEqualTo(Json.write(workspace
                                .studies()
                                .create(usual.with(
                                        Map.of("id", "plain-" + sample.getKey().replace('_', '-'))))));
            }
        }
        isInForm(
                fields(NewStudy.class).stream()
                        .filter(field -> !NOT_IN_FORM.contains(field))
                        .collect(Collectors.toSet()),
                "start.jte");
        isDocumented(NewStudy.class, "POST /api/v1/studies");
    }

    @Test
    void everyOptionOfAFitIsTakenOfferedAndDocumented() throws Exception {
        assertThat(FIT.keySet())
                .as("a sample of each")
                .isEqualTo(fields(FitRequest.class))
                .as("what can be chosen of a fit")
                .isEqualTo(fields(FitOptions.class));
        for (Map.Entry<String, String> sample : FIT.entrySet()) {
            String body = "{\"" + sample.getKey() + "\": " + sample.getValue() + "}";
            FitOptions options = Json.read(body, FitRequest.class).options();
            assertThat(Json.mapper().valueToTree(options).get(sample.getKey()).toString())
                    .as(sample.getKey())
                    .isEqualTo(sample.getValue());
            assertThat(Json.readOver(FitOptions.DEFAULT, Json.write(options))).isEqualTo(options);
        }
        isInForm(fields(FitRequest.class), "study.jte");
        isDocumented(FitRequest.class, "POST /api/v1/studies/{id}/fits");
    }

    @Test
    void everyTermOfALockIsOfferedAndDocumented() throws Exception {
        isInForm(fields(LockRequest.class), "tag/lock.jte");
        isDocumented(LockRequest.class, "POST /api/v1/forecasts/{id}/lock");
    }

    @Test
    void everyKindOfEntryThatAPersonStatesHasAFormAndIsDocumented() throws Exception {
        String reason = Files.readString(TEMPLATES.resolve("tag/reason.jte"));
        String entry = Files.readString(TEMPLATES.resolve("entry.jte"));
        for (LedgerEntry.Kind kind : LedgerEntry.Kind.stated()) {
            Class<? extends Record> body = kind.body().asSubclass(Record.class);
            assertThat(body.getRecordComponents()).as("one thing is stated").hasSize(1);
            String field = fields(body).iterator().next();
            assertThat(kind.form().isPresent() ? reason : entry)
                    .as("form of " + kind)
                    .contains("name=\"" + field + "\"");
            isDocumented(body, "POST /api/v1/forecasts/{id}/" + kind.key());
        }
    }
}
