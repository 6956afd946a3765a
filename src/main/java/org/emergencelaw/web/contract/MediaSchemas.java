package org.emergencelaw.web.contract;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** Describes what goes in and comes out: records by their fields, anything else by its type of content. */
final class MediaSchemas {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String ROWS = "Rows";
    private static final String UPLOAD = "Upload";
    private static final String FIELDS = "Fields";

    private final RecordSchemas records = new RecordSchemas();

    /**
     * What has a type of content.
     *
     * @param type of the record, where it is one
     * @param request whether it goes in
     */
    ObjectNode of(String mediaType, Optional<JavaType> type, boolean request) {
        if (type.isPresent()) return records.of(type.get(), request);
        if (mediaType.endsWith("json")) return request ? reference(ROWS) : NODES.objectNode();
        return switch (mediaType) {
            case Contract.MULTIPART -> reference(UPLOAD);
            case Contract.FORM -> reference(FIELDS);
            default -> NODES.objectNode().put("type", "string");
        };
    }

    private static ObjectNode reference(String name) {
        return NODES.objectNode().put("$ref", "#/components/schemas/" + name);
    }

    /** All that has a name. */
    ObjectNode named() {
        ObjectNode all = records.named();
        all.putObject(ROWS)
                .put("type", "array")
                .put("description", "Rows whose keys are the columns of a table.")
                .putObject("items")
                .put("type", "object")
                .put("additionalProperties", true);
        ObjectNode files = all.putObject(UPLOAD)
                .put("type", "object")
                .putObject("properties")
                .putObject("file");
        files.put("type", "array").putObject("items").put("type", "string").put("format", "binary");
        all.putObject(FIELDS)
                .put("type", "object")
                .put("description", "Fields of a form of a page.")
                .putObject("additionalProperties")
                .put("type", "string");
        return all;
    }
}
