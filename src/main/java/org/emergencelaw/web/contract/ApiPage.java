package org.emergencelaw.web.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;
import org.emergencelaw.format.Json;
import org.emergencelaw.web.http.Pages;

/** The description of the API, as its document for programs and as a page for people. */
public final class ApiPage {

    /** Topics of the API, in the order of the guide. */
    public record View(String version, List<Topic> topics) {}

    public record Topic(String name, List<Operation> operations) {}

    /** An address with a verb. */
    public record Operation(
            String verb,
            String path,
            String id,
            List<Piece> words,
            List<Query> query,
            List<Content> bodies,
            List<Content> answers) {}

    /** A piece of a sentence. */
    public record Piece(String text, boolean code) {}

    public record Query(String name, String words, String choices) {}

    /**
     * What goes in or comes out.
     *
     * @param schema of the record, as JSON; empty where it is none
     * @param example empty where there is none
     */
    public record Content(String when, String mediaType, String schema, String example) {}

    private final Supplier<List<Route>> routes;
    private final Pages pages;
    private volatile ObjectNode known = Json.mapper().createObjectNode();

    /** @param routes all addresses, once all are there */
    public ApiPage(Supplier<List<Route>> routes, Pages pages) {
        this.routes = routes;
        this.pages = pages;
    }

    /** Made when first asked for. */
    private ObjectNode document() {
        if (known.isEmpty()) known = OpenApi.of(routes.get(), pages.root());
        return known;
    }

    public void json(Context ctx) {
        ctx.json(document());
    }

    public void show(Context ctx) {
        pages.show(ctx, "api.jte", Map.of("view", view(document())));
    }

    private static View view(ObjectNode document) {
        Map<String, List<Operation>> topics = new LinkedHashMap<>();
        document.get("tags").forEach(tag -> topics.put(tag.get("name").asText(), new ArrayList<>()));
        document.get("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(verb -> {
                    JsonNode operation = verb.getValue();
                    topics.computeIfAbsent(operation.at("/tags/0").asText(), name -> new ArrayList<>())
                            .add(operation(document, verb.getKey(), path.getKey(), operation));
                }));
        return new View(
                document.at("/info/version").asText(),
                topics.entrySet().stream()
                        .map(topic -> new Topic(topic.getKey(), topic.getValue()))
                        .toList());
    }

    private static Operation operation(JsonNode document, String verb, String path, JsonNode operation) {
        List<Content> answers = new ArrayList<>();
        operation.get("responses").properties().forEach(response -> {
            if (!response.getKey().endsWith("XX"))
                answers.addAll(contents(document, response.getKey(), response.getValue()));
        });
        return new Operation(
                verb.toUpperCase(Locale.ROOT),
                path,
                operation.get("operationId").asText(),
                pieces(operation.get("description").asText()),
                elements(operation.path("parameters"))
                        .filter(parameter -> parameter.get("in").asText().equals("query"))
                        .map(ApiPage::query)
                        .toList(),
                contents(document, "", operation.path("requestBody")),
                answers);
    }

    private static java.util.stream.Stream<JsonNode> elements(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }

    private static Query query(JsonNode parameter) {
        List<String> choices =
                elements(parameter.at("/schema/enum")).map(JsonNode::asText).toList();
        return new Query(
                parameter.get("name").asText(), parameter.get("description").asText(), String.join(", ", choices));
    }

    private static List<Content> contents(JsonNode document, String when, JsonNode said) {
        List<Content> contents = new ArrayList<>();
        said.path("content").properties().forEach(media -> {
            JsonNode schema = media.getValue().path("schema");
            JsonNode record =
                    schema.has("$ref") ? document.at(schema.get("$ref").asText().substring(1)) : schema;
            JsonNode example = media.getValue().path("example");
            contents.add(new Content(
                    when,
                    media.getKey(),
                    record.has("properties") ? record.toPrettyString() : "",
                    example.isMissingNode() ? "" : example.isTextual() ? example.asText() : example.toPrettyString()));
        });
        if (contents.isEmpty() && !when.isEmpty()) contents.add(new Content(when, "no body", "", ""));
        return contents;
    }

    /** Words of the guide, where code stands between backticks. */
    private static List<Piece> pieces(String words) {
        List<Piece> pieces = new ArrayList<>();
        boolean code = false;
        for (String text : words.split("`", -1)) {
            if (!text.isEmpty()) pieces.add(new Piece(text, code));
            code = !code;
        }
        return pieces;
    }
}
