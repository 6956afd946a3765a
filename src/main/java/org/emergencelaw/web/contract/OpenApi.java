package org.emergencelaw.web.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.emergencelaw.fit.Version;
import org.emergencelaw.format.Json;
import org.emergencelaw.workspace.Problem;

/**
 * The description of the API by OpenAPI 3.1, made of the table of addresses, of the records that they take and give, and of the guide
 * that says what they do.
 *
 * @see <a href="https://spec.openapis.org/oas/v3.1.1.html">OpenAPI 3.1.1</a>
 */
public final class OpenApi {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Pattern IN_PATH = Pattern.compile("\\{([a-z0-9]+)}");
    private static final String API = "/api/v1/";
    private static final String PROBLEM = "#/components/responses/Problem";
    private static final List<String> ERRORS = List.of("4XX", "5XX");

    private final MediaSchemas schemas = new MediaSchemas();
    private final Guide guide = Guide.read();
    private final List<Route> routes;

    private final String root;

    private OpenApi(List<Route> routes, String root) {
        this.routes = routes;
        this.root = root;
    }

    /**
     * Of all addresses of a service.
     *
     * @param root path below which they are outside; empty for none
     */
    public static ObjectNode of(List<Route> routes, String root) {
        return new OpenApi(routes, root).document();
    }

    private ObjectNode document() {
        ObjectNode document = NODES.objectNode().put("openapi", "3.1.0");
        document.putObject("info")
                .put("title", "emergence-law")
                .put("version", Version.CURRENT)
                .put(
                        "summary",
                        "Whether and at how much compute a capability emerges, from models that still score at chance.")
                .putObject("license")
                .put("name", "Apache-2.0")
                .put("identifier", "Apache-2.0");
        document.putArray("servers").addObject().put("url", root.isEmpty() ? "/" : root);
        ArrayNode tags = document.putArray("tags");
        guide.topics().forEach(topic -> tags.addObject().put("name", topic));
        ArrayNode security = document.putArray("security");
        security.addObject();
        security.addObject().putArray("bearer");
        security.addObject().putArray("cookie");
        ObjectNode paths = document.putObject("paths");
        for (Route route : routes)
            paths.withObjectProperty(route.path()).set(route.verb().name().toLowerCase(Locale.ROOT), operation(route));
        document.set("components", components());
        return document;
    }

    private ObjectNode components() {
        ObjectNode components = NODES.objectNode();
        ObjectNode problem = schemas.of(Contract.JSON, Optional.of(Json.mapper().constructType(Problem.class)), false);
        ObjectNode error = components.putObject("responses").putObject("Problem");
        error.put("description", "What is wrong, as RFC 9457 problem details; type and code are for programs.");
        error.putObject("content").putObject(Problem.CONTENT_TYPE).set("schema", problem);
        components.set("schemas", schemas.named());
        ObjectNode security = components.putObject("securitySchemes");
        security.putObject("bearer")
                .put("type", "http")
                .put("scheme", "bearer")
                .put("description", "A token, once the service has any: emergence-law token create NAME.");
        security.putObject("cookie")
                .put("type", "apiKey")
                .put("in", "cookie")
                .put("name", "emergence_law")
                .put("description", "The token of a person who signed in.");
        return components;
    }

    private ObjectNode operation(Route route) {
        Guide.Line line = guide.line(route.verb() + " " + route.path());
        ObjectNode operation = NODES.objectNode().put("operationId", id(route));
        operation.putArray("tags").add(line.topic());
        operation.put("summary", firstSentence(line.words())).put("description", line.words());
        ArrayNode parameters = NODES.arrayNode();
        Matcher inPath = IN_PATH.matcher(route.path());
        while (inPath.find())
            parameters
                    .addObject()
                    .put("name", inPath.group(1))
                    .put("in", "path")
                    .put("required", true)
                    .putObject("schema")
                    .put("type", "string");
        route.contract().query().forEach(parameter -> parameters.add(parameter(parameter)));
        boolean repeatable = List.of("POST", "DELETE").contains(route.verb().name());
        if (repeatable && route.path().startsWith(API)) parameters.add(idempotencyKey());
        if (!parameters.isEmpty()) operation.set("parameters", parameters);
        if (!route.contract().bodies().isEmpty()) operation.set("requestBody", body(route.contract()));
        operation.set("responses", responses(route));
        return operation;
    }

    private static String firstSentence(String words) {
        int end = words.indexOf(". ");
        return end < 0 ? words : words.substring(0, end + 1);
    }

    /** Such as {@code getFitsById}; of pages {@code pageStudiesById}. */
    private static String id(Route route) {
        boolean api = route.path().startsWith(API);
        String path = api ? route.path().substring(API.length()) : route.path();
        String words = Arrays.stream(path.split("[/._-]"))
                .filter(part -> !part.isEmpty() && !part.startsWith("{"))
                .map(part -> part.substring(0, 1).toUpperCase(Locale.ROOT) + part.substring(1))
                .collect(Collectors.joining());
        String verb = route.verb().name().toLowerCase(Locale.ROOT);
        return verb + (api ? "" : "Page") + words + (path.matches(".*}(\\.[a-z]+)?") ? "ById" : "");
    }

    private static ObjectNode parameter(Parameter parameter) {
        ObjectNode schema = NODES.objectNode();
        switch (parameter.kind()) {
            case FLAG -> schema.put("type", "boolean").put("default", false);
            case COUNT -> schema.put("type", "integer").put("minimum", 0).put("maximum", 999_999);
            case QUANTITY ->
                schema.put("type", "string").putArray("examples").add("13B").add("6e21");
            case TEXT -> schema.put("type", "string");
        }
        if (!parameter.choices().isEmpty()) parameter.choices().forEach(schema.putArray("enum")::add);
        ObjectNode described = NODES.objectNode()
                .put("name", parameter.name())
                .put("in", "query")
                .put("description", parameter.words());
        if (!parameter.repeated()) described.set("schema", schema);
        else
            described
                    .put("style", "form")
                    .put("explode", true)
                    .putObject("schema")
                    .put("type", "array")
                    .set("items", schema);
        return described;
    }

    private static ObjectNode idempotencyKey() {
        ObjectNode key = NODES.objectNode()
                .put("name", "Idempotency-Key")
                .put("in", "header")
                .put(
                        "description",
                        "The same key with the same request gets the same answer for 24 hours; nothing is done twice.");
        key.putObject("schema").put("type", "string").put("minLength", 1).put("maxLength", 200);
        return key;
    }

    private ObjectNode body(Contract contract) {
        ObjectNode body = NODES.objectNode().put("required", contract.bodyNeeded());
        ObjectNode content = body.putObject("content");
        for (Contract.Body one : contract.bodies()) {
            ObjectNode media = content.putObject(one.mediaType());
            media.set("schema", schemas.of(one.mediaType(), one.type(), true));
            if (!one.example().isEmpty()) media.set("example", example(one));
        }
        return body;
    }

    private static JsonNode example(Contract.Body body) {
        if (!body.mediaType().equals(Contract.JSON)) return NODES.textNode(body.example());
        try {
            return Json.mapper().readTree(body.example());
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("an example is no JSON: " + body.example(), broken);
        }
    }

    private ObjectNode responses(Route route) {
        ObjectNode responses = NODES.objectNode();
        for (Contract.Answer answer : route.contract().answers()) {
            ObjectNode response = responses.withObjectProperty(Integer.toString(answer.status()));
            response.put("description", description(answer.status()));
            if (!answer.mediaType().isEmpty())
                response.withObjectProperty("content")
                        .withObjectProperty(answer.mediaType())
                        .set("schema", schemas.of(answer.mediaType(), answer.type(), false));
        }
        ERRORS.forEach(range -> responses.putObject(range).put("$ref", PROBLEM));
        return responses;
    }

    private static String description(int status) {
        return switch (status) {
            case 201 -> "Made.";
            case 202 -> "Taken up; Location says where it stands.";
            case 204 -> "Done.";
            case 303 -> "Done; Location is the page that shows it.";
            default -> "As asked.";
        };
    }
}
