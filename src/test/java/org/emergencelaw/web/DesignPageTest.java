package org.emergencelaw.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which small models to measure, asked by page, JSON and CSV. */
class DesignPageTest {

    private static final String ASKED = "params=3B&finetunes=24&train_flops=1e23&worlds=6";

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

    @Test
    void theSameQuestionHasTheSameAnswerByPageAndByApi() {
        JsonNode page = service.get("/design.json?" + ASKED).json().get("comparison");
        RunningService.Answer api = service.postJson(
                "/api/v1/designs", "{\"params\": \"3B\", \"finetunes\": 24, \"train_flops\": \"1e23\", \"worlds\": 6}");

        assertThat(api.status()).as(api.body()).isEqualTo(200);
        assertThat(api.json()).isEqualTo(page);
        JsonNode best = page.get("candidates").get(page.get("recommended").asInt());
        for (JsonNode each : page.get("candidates")) {
            assertThat(each.get("finetunes").asInt()).isBetween(12, 24);
            assertThat(best.get("width_doublings").get("value").asDouble())
                    .isLessThanOrEqualTo(
                            each.get("width_doublings").get("value").asDouble());
        }
        assertThat(best.get("width_doublings").get("value").asDouble())
                .isLessThan(page.get("prior_doublings").asDouble());
        assertThat(best.get("width_doublings").get("error").asDouble()).isPositive();
    }

    @Test
    void thePageRecommendsRowsThatAnImportTakesOnceTheyAreFilledIn() {
        String page = service.get("/design?" + ASKED + "&task=mmlu").body();
        Matcher link = Pattern.compile("href=\"(/design\\.csv\\?[^\"]*)\"").matcher(page);
        assertThat(page).contains("Finetune ", "± ", "simulated tasks");
        assertThat(link.find()).isTrue();

        String csv = service.get(link.group(1).replace("&amp;", "&")).body();

        assertThat(csv.lines().skip(1)).allMatch(line -> line.startsWith("mmlu,model-"));
        String filled = csv.replace(",,few_shot,5,0,,", ",2.9,few_shot,5,0,0.25,")
                .replaceAll(",,finetuned,([0-9]+),([0-9]+),,", ",2.9,finetuned,$1,$2,0.3,");
        service.postJson("/api/v1/studies", "{\"id\": \"designed\", \"name\": \"d\", \"task\": \"mmlu\"}");
        RunningService.Answer taken = service.postCsv("/api/v1/studies/designed/observations", filled);
        assertThat(taken.status()).as(taken.body()).isEqualTo(201);
        assertThat(taken.json().get("rows").asLong()).isEqualTo(csv.lines().count() - 1);
    }

    @Test
    void whatCannotBeAskedIsNamed() {
        assertThat(service.get("/design").body()).contains("Compare designs").doesNotContain("Recommended");
        RunningService.Answer few = service.get("/design?params=3B&finetunes=4&train_flops=1e23");
        assertThat(few.status()).isEqualTo(422);
        assertThat(few.body()).contains("finetunes must be from 12 to 500, was 4", "value=\"3B\"");
        assertThat(service.get("/design.json?params=3B&finetunes=40&train_flops=1e20")
                        .body())
                .contains(
                        "train flops must be above 1.08e21, the compute of the largest checkpoint, and at most 1e40, was 1e20");
        assertThat(service.get("/design?params=3B").body()).contains("finetunes is missing");
        assertThat(service.get("/design.csv?params=3B&finetunes=24&train_flops=1e23")
                        .status())
                .isEqualTo(422);
        assertThat(service.postJson("/api/v1/designs", "{\"params\": \"many\"}").status())
                .isEqualTo(422);
    }
}
