package org.emergencelaw.ingest.harness;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.emergencelaw.format.JsonErrorMessage;
import org.emergencelaw.format.RowError;
import org.emergencelaw.format.RowErrors;
import org.emergencelaw.ingest.run.PythonJson;
import org.emergencelaw.ingest.table.ImportFile;

/**
 * Reads one {@code samples_*.jsonl} of lm-evaluation-harness, item by item: memory is that of one item, however long the file.
 *
 * <p>An item has its {@code target}, the {@code arguments} of each request, what the model answered ({@code resps}, and {@code
 * filtered_resps} after the {@code filter}) and its value under each metric. Log-likelihoods stand as numbers or as text.
 */
final class HarnessSamples {

    /** Of a text that is compared; the rest cannot make two answers equal that differ before. */
    private static final int MAX_TEXT = 20_000;

    private static final int MAX_FILTERS = 50;
    static final int MAX_METRICS = 200;

    private final JsonParser json;
    private final Map<String, SampleMeasures> byFilter = new TreeMap<>();

    private HarnessSamples(JsonParser json) {
        this.json = json;
    }

    /** The measures by filter; an error where the file is no such file. Throws only when the stream does. */
    static Map<String, SampleMeasures> read(ImportFile file, RowErrors errors) throws IOException {
        errors.in(file.name());
        try (InputStream in = file.open();
                JsonParser json = PythonJson.stream(in)) {
            HarnessSamples samples = new HarnessSamples(json);
            int line = 0;
            try {
                for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                    line = json.currentTokenLocation().getLineNr();
                    if (token != JsonToken.START_OBJECT) throw new IllegalArgumentException("it is no object");
                    samples.item();
                }
                if (line == 0) errors.add(1, "", "", "a file must not be empty", "");
            } catch (JsonProcessingException broken) {
                String rule = "each line must be one JSON object";
                errors.add(Math.max(1, line), "", "", rule, JsonErrorMessage.words(broken));
            } catch (IllegalArgumentException broken) {
                errors.add(
                        line, "", "", "an item must be as the harness writes it", String.valueOf(broken.getMessage()));
            }
            return samples.byFilter;
        }
    }

    /** One item as read. */
    static final class Item {
        long id = -1;
        String filter = "";
        String target = "";
        /** Last argument of each request: of a multiple choice question, the choice. */
        final List<String> choices = new ArrayList<>();
        /** What came of each request. */
        final List<Response> responses = new ArrayList<>();

        final Map<String, Double> metrics = new LinkedHashMap<>();
    }

    /**
     * What a model answered to one request.
     *
     * @param logLikelihood of the request; absent where the answer is a text
     */
    record Response(OptionalDouble logLikelihood, String text) {

        static Response of(String text) {
            return new Response(OptionalDouble.empty(), text);
        }
    }

    private void item() throws IOException {
        Item item = new Item();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String key = json.currentName();
            JsonToken value = json.nextToken();
            switch (key) {
                case "doc_id" -> item.id = value == JsonToken.VALUE_NUMBER_INT ? json.getLongValue() : -1;
                case "filter" -> item.filter = value == JsonToken.VALUE_STRING ? json.getText() : "";
                case "target" -> item.target = scalar(value);
                case "arguments" -> arguments(value, item.choices);
                case "filtered_resps" -> responses(value, item.responses);
                default -> metric(key, value, item.metrics);
            }
        }
        if (byFilter.size() == MAX_FILTERS && !byFilter.containsKey(item.filter))
            throw new IllegalArgumentException("a file must have at most " + MAX_FILTERS + " filters");
        if (item.metrics.size() > MAX_METRICS)
            throw new IllegalArgumentException("an item must have at most " + MAX_METRICS + " metrics");
        byFilter.computeIfAbsent(item.filter, filter -> new SampleMeasures()).add(item);
    }

    private String scalar(JsonToken value) throws IOException {
        if (value.isScalarValue()) return cut(json.getText());
        json.skipChildren();
        return "";
    }

    private static String cut(String text) {
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT);
    }

    private void metric(String key, JsonToken value, Map<String, Double> metrics) throws IOException {
        switch (value) {
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> metrics.put(key, json.getDoubleValue());
            case VALUE_TRUE -> metrics.put(key, 1.0);
            case VALUE_FALSE -> metrics.put(key, 0.0);
            default -> json.skipChildren();
        }
    }

    /** {@code {"gen_args_0": {"arg_0": context, "arg_1": continuation}}}, or arrays in their place. */
    private void arguments(JsonToken value, List<String> choices) throws IOException {
        if (!value.isStructStart()) return;
        int depth = 1;
        while (depth > 0) {
            JsonToken token = json.nextToken();
            if (token.isStructStart()) {
                if (++depth > 2) {
                    json.skipChildren();
                    depth--;
                } else choices.add("");
            } else if (token.isStructEnd()) depth--;
            else if (depth == 2 && token == JsonToken.VALUE_STRING && second(choices))
                choices.set(choices.size() - 1, cut(json.getText()));
        }
    }

    /** Whether the string at hand is the second argument of its request: the first is a context, and long. */
    private boolean second(List<String> choices) throws IOException {
        int index = json.getParsingContext().getCurrentIndex();
        return !choices.isEmpty() && index == 1;
    }

    /**
     * {@code ["text"]}, {@code [["-1.5", "False"], ...]}, {@code [[-1.5, false], ...]}; where a request was repeated, {@code
     * [["text", "text"]]}, of which the first counts.
     */
    private void responses(JsonToken value, List<Response> responses) throws IOException {
        if (value == JsonToken.VALUE_STRING) {
            responses.add(Response.of(cut(json.getText())));
            return;
        }
        if (value != JsonToken.START_ARRAY) {
            json.skipChildren();
            return;
        }
        for (JsonToken token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
            if (token == JsonToken.START_ARRAY) responses.add(pair());
            else {
                responses.add(Response.of(token.isScalarValue() ? cut(json.getText()) : ""));
                json.skipChildren();
            }
        }
    }

    private Response pair() throws IOException {
        String first = "";
        String second = "";
        int size = 0;
        for (JsonToken token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken(), size++) {
            if (size == 0 && token.isScalarValue()) first = cut(json.getText());
            else if (size == 1 && token.isScalarValue()) second = json.getText();
            json.skipChildren();
        }
        boolean likelihood = size == 2 && (second.equalsIgnoreCase("true") || second.equalsIgnoreCase("false"));
        return likelihood ? new Response(OptionalDouble.of(number(first)), "") : Response.of(first);
    }

    private static double number(String text) {
        try {
            return switch (text) {
                case "-inf", "-Infinity" -> Double.NEGATIVE_INFINITY;
                case "nan", "NaN" -> Double.NaN;
                default -> Double.parseDouble(text);
            };
        } catch (NumberFormatException none) {
            throw new IllegalArgumentException("\"" + RowError.shown(text) + "\" is no log-likelihood", none);
        }
    }
}
