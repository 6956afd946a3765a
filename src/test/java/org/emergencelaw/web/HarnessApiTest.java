package org.emergencelaw.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of lm-evaluation-harness over HTTP: several at once, with models.csv or without, shown before they are saved. */
class HarnessApiTest {

    private static final Path FILES = Path.of("src/test/resources/lm-eval");
    private static final Path OLD = FILES.resolve("old-160m-step1000.json");
    private static final Path LIMITED = FILES.resolve("small-limited.json");
    private static final Path MODELS = FILES.resolve("models.csv");

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

    private static String study(String id) {
        RunningService.Answer made = service.postJson(
                "/api/v1/studies",
                "{\"id\": \"%s\", \"name\": \"n\", \"task\": \"arc_easy\", \"family\": \"ours\"}".formatted(id));
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        return "/api/v1/studies/" + id + "/observations";
    }

    private static RunningService.Answer upload(String path, List<Path> files) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (Path file : files) {
            String head = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"%s\"\r\n\r\n"
                    .formatted(file.getFileName());
            body.write(head.getBytes(StandardCharsets.UTF_8));
            body.write(Files.readAllBytes(file));
            body.write("\r\n".getBytes(StandardCharsets.UTF_8));
        }
        body.write("--x--\r\n".getBytes(StandardCharsets.UTF_8));
        return service.send(service.request(path)
                .header("Content-Type", "multipart/form-data; boundary=x")
                .POST(BodyPublishers.ofByteArray(body.toByteArray())));
    }

    @Test
    void aDryRunShowsTheMappingAndSavesNothing() throws IOException {
        String path = study("dry");

        RunningService.Answer answer = upload(path + "?dry_run=true&metric=acc", List.of(OLD, LIMITED, MODELS));

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        JsonNode json = answer.json();
        assertThat(json.get("rows").asInt()).isEqualTo(2);
        assertThat(json.get("saved").asBoolean()).isFalse();
        JsonNode mapping = json.get("mapping");
        assertThat(mapping.at("/models/0/known/pretrain_loss_nats").asDouble()).isEqualTo(3.9);
        assertThat(mapping.at("/models/1/known/finetune_examples").asLong()).isEqualTo(1600);
        assertThat(mapping.get("series")).hasSize(2);
        assertThat(mapping.at("/series/0/versions").asText()).isEqualTo("task 0, harness before 0.4");
        assertThat(mapping.get("left_out")).isNotEmpty();
        assertThat(service.get(path + ".csv").body().lines()).hasSize(1);
    }

    @Test
    void modelsAreKeptForLaterImports() throws IOException {
        String path = study("kept");
        RunningService.Answer first = upload(path, List.of(OLD, MODELS));
        assertThat(first.status()).as(first.body()).isEqualTo(201);
        String csv = service.get(path + ".csv").body();
        assertThat(csv).contains("ours/old-160m@step1000", "acc_norm", "before 0.4");

        RunningService.Answer second = service.postJson(study("later") + "?metric=acc_norm", Files.readString(LIMITED));

        assertThat(second.status()).as(second.body()).isEqualTo(201);
        assertThat(second.json().get("rows").asInt()).isEqualTo(1);
        assertThat(service.get("/api/v1/models").json().get("items")).hasSize(3);
        String models = service.get("/api/v1/models.csv").body();
        assertThat(models).contains("ours,ours/small,,,,300000000000,,2.9,,1600,3,fit");
        RunningService.Answer again = service.postCsv("/api/v1/models", models.replace("2.9", "2.8"));
        assertThat(again.status()).isEqualTo(201);
        assertThat(service.get("/api/v1/models.csv").body()).contains(",2.8,");
        // and what was exported imports again as the same bytes
        String copy = study("copy");
        assertThat(service.postCsv(copy, csv).status()).isEqualTo(201);
        assertThat(service.get(copy + ".csv").body()).isEqualTo(csv);
    }

    @Test
    void aModelIsForgottenByTheApiAndByItsPage() throws Exception {
        String models = "model,revision,loss\ngone/a,,3.1\ngone/a,step5,3.3\n<b>gone</b>,,3.2\n";
        assertThat(service.postCsv("/api/v1/models", models).status()).isEqualTo(201);
        String page = service.get("/models").body();
        assertThat(page)
                .contains("gone/a", "gone/a@step5", "&lt;b&gt;gone&lt;/b&gt;")
                .doesNotContain("<b>gone");
        assertThat(service.get("/models.json").json().get("models"))
                .isEqualTo(service.get("/api/v1/models").json().get("items"));

        String one = "/api/v1/models?model=gone%2Fa&revision=step5";
        assertThat(service.delete(one, "Idempotency-Key", "forget-1").status()).isEqualTo(204);
        assertThat(service.delete(one, "Idempotency-Key", "forget-1").status()).isEqualTo(204);
        assertThat(StudyApiTest.problem(service.delete(one), 404).get("detail").asText())
                .contains("no known model gone/a@step5");
        StudyApiTest.problem(service.delete("/api/v1/models"), 422);
        assertThat(service.post("/models/delete", "application/x-www-form-urlencoded", "model=gone%2Fa&revision=")
                        .status())
                .isEqualTo(303);
        assertThat(service.get("/models").body()).doesNotContain("gone/a").contains("gone&lt;/b&gt;");
        assertThat(service.delete("/api/v1/models?model=%3Cb%3Egone%3C%2Fb%3E").status())
                .isEqualTo(204);
    }

    @Test
    void whatIsNotKnownIsNamedAndNothingIsSaved() throws IOException {
        String path = study("unknown");
        Path other = directory.resolve("results_other.json");
        Files.writeString(other, Files.readString(OLD).replace("ours/old-160m", "theirs/model"));

        RunningService.Answer answer = upload(path, List.of(other, MODELS));

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.json().at("/errors/0/file").asText()).isEqualTo("results_other.json");
        assertThat(answer.json().at("/errors/0/hint").asText())
                .isEqualTo("add it to models.csv: model theirs/model, revision step1000, its loss or tokens");
        assertThat(answer.json().at("/mapping/missing_models").asText())
                .isEqualTo("model,revision,params,tokens,loss\ntheirs/model,step1000,,,\n");
        assertThat(service.get(path + ".csv").body().lines()).hasSize(1);
        assertThat(service.postCsv("/api/v1/models", "model,loss\na,-1\n").status())
                .isEqualTo(422);
    }
}
