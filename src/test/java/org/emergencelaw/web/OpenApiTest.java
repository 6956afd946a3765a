package org.emergencelaw.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.emergencelaw.TestDatabase;
import org.emergencelaw.web.contract.DescribedApi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The description of the API against the service: every operation is there, is called as described, and answers as described. */
class OpenApiTest {

    /** What a journey makes, whose ids later addresses have. */
    private static final List<String> JOURNEY = List.of(
            "POST /api/v1/studies",
            "POST /api/v1/studies/{id}/observations",
            "POST /api/v1/models",
            "PATCH /api/v1/studies/{id}",
            "POST /api/v1/studies/{id}/fits",
            "POST /api/v1/fits/{id}/forecasts",
            "POST /api/v1/forecasts/{id}/lock",
            "POST /api/v1/studies/{id}/backtests",
            "POST /api/v1/suites",
            "POST /api/v1/suites/{id}/observations",
            "POST /api/v1/suites/{id}/watches",
            "POST /api/v1/suites/{id}/lock");

    /** What comes after everything has been looked at, in this order. */
    private static final List<String> END = List.of(
            // the events end with the job, which then has its result, and cannot be cancelled
            "GET /api/v1/jobs/{id}/events",
            "GET /api/v1/jobs/{id}",
            "POST /api/v1/forecasts/{id}/note",
            "POST /api/v1/forecasts/{id}/visibility",
            "POST /api/v1/forecasts/{id}/outcome",
            "POST /api/v1/forecasts/{id}/dispute",
            "POST /api/v1/forecasts/{id}/void",
            "POST /api/v1/forecasts/{id}/withdrawal",
            "PUT /api/v1/forecasts/{id}",
            "PATCH /api/v1/forecasts/{id}",
            "DELETE /api/v1/forecasts/{id}",
            "DELETE /api/v1/jobs/{id}",
            "POST /api/v1/studies/{id}/exclusions",
            "DELETE /api/v1/studies/{id}/exclusions",
            "DELETE /api/v1/models",
            "DELETE /api/v1/studies/{id}",
            "POST /api/v1/suites/{id}/outcome",
            "DELETE /api/v1/suites/{id}/watches/{watch}",
            "DELETE /api/v1/suites/{id}");

    @TempDir
    private static Path directory;

    private static RunningService service;
    private static DescribedApi api;

    @BeforeAll
    static void open() {
        service = RunningService.in(directory);
        api = DescribedApi.of(service);
    }

    @AfterAll
    static void close() {
        service.close();
    }

    private static List<String> described() {
        List<String> addresses = new ArrayList<>();
        api.document()
                .get("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(verb ->
                                addresses.add(verb.getKey().toUpperCase(java.util.Locale.ROOT) + " " + path.getKey())));
        return addresses;
    }

    /** What the one file that answers a question needs to be asked. */
    private static final String DESIGN = "?params=3B&finetunes=24&train_flops=1e23&checkpoints=4&amounts=3&seeds=2";

    @Test
    void everyAddressOfTheTableIsDescribed() throws Exception {
        assertThat(described()).containsExactlyInAnyOrderElementsOf(RouteTableTest.documented());
    }

    @Test
    void noTwoOperationsHaveOneName() {
        assertThat(api.document().findValuesAsText("operationId")).doesNotHaveDuplicates();
    }

    @Test
    void theDocumentIsItsOwnVersionAndSaysWhoMayComeIn() {
        assertThat(api.document().get("openapi").asText()).isEqualTo("3.1.0");
        assertThat(api.document()
                        .at("/components/securitySchemes/bearer/scheme")
                        .asText())
                .isEqualTo("bearer");
        assertThat(api.document().at("/components/schemas/Problem/properties/code/enum"))
                .hasSize(org.emergencelaw.format.ProblemCode.values().length);
    }

    @Test
    void pagesAndFilesAnswerAsDescribed() {
        List<String> addresses = described().stream()
                .filter(address -> address.startsWith("GET ") && !address.contains("{") && !address.contains(" /api/"))
                .toList();
        assertThat(addresses).hasSizeGreaterThan(15);
        for (String address : addresses) {
            String path = address.substring("GET ".length());
            String query = path.equals("/design.csv") ? DESIGN : "";
            RunningService.Answer answer = service.get(path + query);
            api.requireAsDescribed("GET", path, answer);
            assertThat(answer.status()).as(address).isLessThan(400);
        }
    }

    @Tag("slow")
    @Test
    void everyOperationAnswersAsDescribed() {
        Map<String, String> ids = new HashMap<>();
        Set<String> called = new TreeSet<>();
        for (String address : JOURNEY) called.add(call(address, ids));
        for (String address : described())
            if (address.contains(" /api/v1/") && !JOURNEY.contains(address) && !END.contains(address))
                called.add(call(address, ids));
        for (String address : END) called.add(call(address, ids));

        assertThat(called)
                .containsExactlyInAnyOrderElementsOf(described().stream()
                        .filter(address -> address.contains(" /api/v1/"))
                        .toList());
    }

    /** Sends each body that is described, and holds the answers against the description. */
    private static String call(String address, Map<String, String> ids) {
        String verb = address.split(" ")[0], path = address.split(" ")[1];
        JsonNode operation = api.operation(verb, path);
        String place = place(path, ids) + query(address, "");
        List<String> types = new ArrayList<>();
        operation.at("/requestBody/content").properties().forEach(body -> {
            if (body.getValue().has("example")) types.add(body.getKey());
        });
        if (types.isEmpty()) {
            var request = service.request(place).method(verb, BodyPublishers.noBody());
            if (path.endsWith("/events")) request.header("Accept", "text/event-stream");
            keep(path, ids, answered(address, verb, path, service.send(request)));
        }
        for (String type : types) {
            JsonNode media = operation.at("/requestBody/content").get(type);
            JsonNode example = media.get("example");
            if (type.endsWith("json")) api.requireValid("example of " + address, media.get("schema"), example);
            String body = example.isTextual() ? example.asText() : example.toString();
            keep(
                    path,
                    ids,
                    answered(
                            address,
                            verb,
                            path,
                            service.send(service.request(place(path, ids) + query(address, type))
                                    .header("Content-Type", type)
                                    .method(verb, BodyPublishers.ofString(body)))));
        }
        return address;
    }

    /** Also that what can succeed does: only what the journey itself rules out may be refused. */
    private static RunningService.Answer answered(
            String address, String verb, String path, RunningService.Answer answer) {
        api.requireAsDescribed(verb, path, answer);
        Optional<Integer> refused = address.equals("GET /api/v1/backup") && TestDatabase.isOfServer()
                ? Optional.of(409)
                : Optional.ofNullable(REFUSED.get(address));
        if (refused.isPresent())
            assertThat(answer.status()).as(address + answer.body()).isEqualTo(refused.get());
        else assertThat(answer.status()).as(address + answer.body()).isLessThan(300);
        return answer;
    }

    /** What is refused at this point of the journey, which is described, too. */
    private static final Map<String, Integer> REFUSED = Map.of(
            "POST /api/v1/forecasts/{id}/withdrawal", 409,
            "PUT /api/v1/forecasts/{id}", 409,
            "PATCH /api/v1/forecasts/{id}", 409,
            "DELETE /api/v1/forecasts/{id}", 409,
            "DELETE /api/v1/jobs/{id}", 409);

    private static void keep(String path, Map<String, String> ids, RunningService.Answer answer) {
        String location = answer.header("Location");
        if (location.isEmpty() || !location.startsWith("/api/v1/")) return;
        String[] parts = location.split("/");
        if (parts.length == 5) ids.put(parts[3], parts[4]);
    }

    private static String place(String path, Map<String, String> ids) {
        String collection = path.split("/").length > 3 ? path.split("/")[3] : "";
        String id = ids.getOrDefault(collection, "");
        if (path.contains("{sha256}")) {
            JsonNode fit = service.get("/api/v1/fits/" + ids.get("fits")).json();
            return path.replace("{sha256}", fit.get("input_sha256").asText());
        }
        if (path.contains("{watch}")) {
            JsonNode watches =
                    service.get("/api/v1/suites/" + id + "/watches").json().get("watches");
            return path.replace("{id}", id)
                    .replace("{watch}", watches.get(0).get("id").asText());
        }
        return path.replace("{id}", id).replace("{other}", id);
    }

    private static String query(String address, String type) {
        if (address.equals("POST /api/v1/forecast") && type.equals("text/csv"))
            return "?task=arithmetic&trivial_accuracy=0.25&shots=5&params=13B&tokens=260B&method=mle";
        if (address.endsWith("/loss")) return "?params=13B&tokens=260B";
        if (address.equals("DELETE /api/v1/studies/{id}/exclusions")) return "?model=100M";
        if (address.contains("/suites/{id}/forecasts") || address.endsWith("/history"))
            return "?params=13B&tokens=260B&wait=10";
        if (address.endsWith("/locks") || address.endsWith("/dependencies")) return "?wait=10";
        if (address.equals("DELETE /api/v1/models")) return "?model=ours/1B";
        return "";
    }
}
