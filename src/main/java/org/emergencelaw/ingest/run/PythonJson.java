package org.emergencelaw.ingest.run;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;

/** JSON as Python writes it: {@code NaN} and {@code Infinity} stand bare. */
public final class PythonJson {

    /** Deep enough for any task's configuration. */
    private static final int MAX_DEPTH = 200;

    /** A results file has some ten thousand tokens; one with more than this is something else. */
    private static final long MAX_TOKENS = 3_000_000;

    private static final int MAX_STRING = 5_000_000;

    private static final ObjectMapper TREES = new ObjectMapper(factory(MAX_TOKENS, true));
    private static final JsonFactory STREAMS = factory(-1, false);

    private PythonJson() {}

    private static JsonFactory factory(long maxTokens, boolean uniqueKeys) {
        return JsonFactory.builder()
                .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
                .configure(StreamReadFeature.STRICT_DUPLICATE_DETECTION, uniqueKeys)
                // names differ from item to item in some files; a table of all of them would grow without end
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .maxStringLength(MAX_STRING)
                        .maxTokenCount(maxTokens)
                        .build())
                .build();
    }

    /** A parser of documents of bounded size, in which no key stands twice. */
    public static JsonParser document(InputStream in) throws IOException {
        return TREES.createParser(in);
    }

    /** A parser of any number of documents, one after another. */
    public static JsonParser stream(InputStream in) throws IOException {
        return STREAMS.createParser(in);
    }

    public static JsonNode tree(JsonParser at) throws IOException {
        return TREES.readTree(at);
    }
}
