package org.emergencelaw.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a study holds, what it lacks, what that costs, and the file to begin with. */
class DataPageTest {

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

    private static JsonNode gap(JsonNode data, String sentence) {
        for (JsonNode gap : data.get("coverage").get("missing"))
            if (gap.get("what").asText().contains(sentence)) return gap;
        throw new AssertionError(sentence + " in " + data);
    }

    @Test
    void whatIsMissingHasItsPriceInRowsFinetunesAndCompute() {
        String study = service.newStudy();
        service.postCsv(study + "/observations", """
                task,family,model,params,tokens,pretrain_loss_nats,regime,examples,accuracy,n_eval
                t,f,a,1e8,2e9,3.1,few_shot,5,0.25,1000
                t,f,b,1e9,2e10,2.6,few_shot,5,0.26,1000
                t,f,a,1e8,2e9,3.1,finetuned,64,0.27,1000
                t,f,b,1e9,2e10,2.6,finetuned,64,0.31,1000
                t,f,b,1e9,2e10,2.6,finetuned,128,0.33,1000
                """);
        String page = "/studies/" + study.substring(study.lastIndexOf('/') + 1) + "/data";

        JsonNode data = service.get(page + ".json").json();

        JsonNode checkpoints = gap(data, "at least 3 visible checkpoints");
        assertThat(checkpoints.get("rows").asInt()).isEqualTo(1);
        assertThat(checkpoints.get("finetunes").asInt()).isZero();
        assertThat(checkpoints.get("flops").isNull()).isTrue();
        JsonNode amount = gap(data, "at least 3 amounts of data");
        assertThat(amount.get("what").asText()).contains("on 512 examples");
        assertThat(amount.get("finetunes").asInt()).isEqualTo(2);
        // 6 (1e8 + 1e9) x 512 examples x 512 tokens
        assertThat(amount.get("flops").asDouble()).isEqualTo(6 * 1.1e9 * 512 * 512);
        JsonNode seed = gap(data, "second finetuning seed");
        assertThat(seed.get("finetunes").asInt()).isEqualTo(3);
        assertThat(seed.get("flops").asDouble()).isEqualTo(6 * 512 * (1e8 * 64 + 1e9 * 64 + 1e9 * 128));
        JsonNode hole = gap(data, "1 hole among");
        assertThat(hole.get("flops").asDouble()).isEqualTo(6 * 1e8 * 128 * 512);
        assertThat(gap(data, "Held-out models").get("rows").asInt()).isZero();
        assertThat(data.get("points")).hasSize(5);
        assertThat(service.get(page).body())
                .contains("with 512 tokens an example", "<td>2</td><td>2</td>", "id=\"scatter\"");
    }

    @Test
    void aTemplateIsReadAsItComes() {
        String study = service.newStudy();
        String id = study.substring(study.lastIndexOf('/') + 1);

        RunningService.Answer template = service.get("/api/v1/template.csv?study=" + id);

        assertThat(template.header("Content-Disposition")).contains("template.csv");
        assertThat(template.body().lines()).hasSize(3);
        RunningService.Answer taken = service.postCsv(study + "/observations", template.body());
        assertThat(taken.status()).as(taken.body()).isEqualTo(201);
        assertThat(taken.json().get("rows").asInt()).isEqualTo(2);
        assertThat(service.get("/api/v1/template.csv").body()).contains("mmlu");
        assertThat(service.get("/api/v1/template.csv?study=none").status()).isEqualTo(404);
        assertThat(service.get("/studies/" + id + "/submit").body()).contains("/api/v1/template.csv?study=" + id);
    }
}
