package org.emergencelaw.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lists of what one has made: filters, pages, and the way from one thing to another. */
class ListsTest {

    @TempDir
    private static Path directory;

    private static RunningService service;
    private static String one;
    private static String other;

    @BeforeAll
    static void open() {
        service = RunningService.in(directory);
        one = studyWithFits(3);
        other = studyWithFits(2);
    }

    @AfterAll
    static void close() {
        service.close();
    }

    private static String studyWithFits(int fits) {
        String study = service.newStudy();
        service.postCsv(study + "/observations", """
                task,family,model,params,tokens,regime,examples,accuracy,n_eval
                t,f,a,1e8,2e9,few_shot,5,0.25,1000
                t,f,b,1e9,2e10,few_shot,5,0.26,1000
                t,f,c,4e9,8e10,few_shot,5,0.31,1000
                """);
        for (int i = 0; i < fits; i++)
            assertThat(service.postJson(study + "/fits", "{\"method\": \"mle\", \"seed\": " + i + "}")
                            .status())
                    .isEqualTo(201);
        return study.substring(study.lastIndexOf('/') + 1);
    }

    private static List<JsonNode> pages(String path) {
        List<JsonNode> items = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = service.get(path + cursor).json();
            assertThat(page.get("items")).as(path).hasSizeLessThanOrEqualTo(2);
            page.get("items").forEach(items::add);
            cursor = page.get("next_cursor").isNull()
                    ? ""
                    : "&cursor=" + page.get("next_cursor").asText();
        } while (!cursor.isEmpty());
        return items;
    }

    private static List<String> texts(List<JsonNode> items, String field) {
        return items.stream().map(item -> item.get(field).asText()).toList();
    }

    @Test
    void pagesHaveEveryFitOnceAndFiltersHold() {
        List<JsonNode> all = pages("/api/v1/fits?limit=2");
        List<JsonNode> ofOne = pages("/api/v1/fits?limit=2&study=" + one);

        assertThat(texts(all, "id")).hasSize(5).doesNotHaveDuplicates();
        assertThat(texts(ofOne, "study_id")).hasSize(3).containsOnly(one);
        assertThat(texts(all, "verdict")).containsOnly("no_finetuning");
        assertThat(pages("/api/v1/fits?limit=2&verdict=identified")).isEmpty();
        assertThat(pages("/api/v1/fits?limit=2&verdict=no_finetuning&study=" + other))
                .hasSize(2);
    }

    @Test
    void linksLeadFromOneThingToAnother() {
        String fit =
                pages("/api/v1/fits?limit=2&study=" + other).get(0).get("id").asText();
        String forecast = service.postJson(
                        "/api/v1/fits/" + fit + "/forecasts", "{\"params\": \"70B\", \"tokens\": \"1.4T\"}")
                .json()
                .get("id")
                .asText();

        JsonNode listed = service.get("/api/v1/fits?study=" + other).json().get("items");
        listed.forEach(item -> item.get("links")
                .forEach(link -> assertThat(service.get(link.asText()).status())
                        .as(link.asText())
                        .isEqualTo(200)));
        JsonNode items = service.get("/api/v1/forecasts?fit=" + fit).json().get("items");
        assertThat(items).hasSize(1);
        assertThat(items.get(0).get("id").asText()).isEqualTo(forecast);
        assertThat(items.get(0).get("locked").asBoolean()).isFalse();
        assertThat(items.get(0).at("/links/fit").asText()).isEqualTo("/api/v1/fits/" + fit);
        service.postJson(
                "/api/v1/forecasts/" + forecast + "/lock",
                "{\"deadline\": \"2027-01-01T00:00:00Z\", \"seen\": \"nothing_run\", \"assumptions\": \"none\"}");
        JsonNode locked = service.get("/api/v1/forecasts?study=" + other).json().at("/items/0");
        assertThat(locked.get("locked").asBoolean()).isTrue();
        assertThat(service.get(locked.at("/links/ledger").asText()).status()).isEqualTo(200);
    }

    @Test
    void jobsAreListed() {
        assertThat(service.get("/api/v1/jobs?state=queued").json().get("items")).isEmpty();
    }

    @Test
    void whatNoListCanBeAskedForIsRefused() {
        for (String bad : List.of("limit=0", "limit=501", "cursor=nonsense", "verdict=maybe")) {
            JsonNode problem = service.get("/api/v1/fits?" + bad).json();
            assertThat(problem.get("status").asInt()).as(bad).isEqualTo(422);
            assertThat(problem.get("field").asText()).isEqualTo(bad.substring(0, bad.indexOf('=')));
        }
    }
}
