package org.emergencelaw.web.contract;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.jsonFormatVisitors.JsonFormatVisitorWrapper;
import com.fasterxml.jackson.databind.jsonFormatVisitors.JsonObjectFormatVisitor;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.emergencelaw.format.Json;

/**
 * Describes records as the one JSON mapper of the project writes and reads them, in JSON Schema 2020-12. The mapper itself says which
 * fields a record has, so that nothing that is said of them here can be another thing than what is sent.
 */
final class RecordSchemas {

    /** A record in one of its two uses. */
    private record Use(JavaType type, boolean request) {}

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final ObjectNode NUMBER = ofType("number").put("format", "double");
    private static final ObjectNode INT = ofType("integer").put("format", "int32");
    private static final ObjectNode LONG = ofType("integer").put("format", "int64");
    private static final Set<Class<?>> NUMBERS = Set.of(double.class, Double.class, OptionalDouble.class);
    private static final Set<Class<?>> OPTIONAL =
            Set.of(Optional.class, OptionalDouble.class, OptionalInt.class, OptionalLong.class);

    private final SerializerProvider provider = Json.mapper().getSerializerProviderInstance();
    private final Map<Use, String> names = new HashMap<>();
    private final TreeMap<String, ObjectNode> named = new TreeMap<>();

    /** All records that were described so far, by name. */
    ObjectNode named() {
        ObjectNode all = NODES.objectNode();
        named.forEach(all::set);
        return all;
    }

    /** @param request whether it is read; else it is written */
    ObjectNode of(JavaType type, boolean request) {
        Class<?> raw = type.getRawClass();
        if (NUMBERS.contains(raw)) return orNull(NUMBER.deepCopy(), request);
        if (raw == OptionalInt.class) return orNull(INT.deepCopy(), request);
        if (raw == OptionalLong.class) return orNull(LONG.deepCopy(), request);
        if (type.isReferenceType()) return orNull(of(type.getContentType(), request), request);
        if (raw == int.class || raw == Integer.class) return INT.deepCopy();
        if (raw == long.class || raw == Long.class) return LONG.deepCopy();
        if (raw == Boolean.class || raw == boolean.class) return ofType("boolean");
        if (raw == String.class) return ofType("string");
        if (raw == Instant.class) return ofType("string").put("format", "date-time");
        if (raw.isEnum()) return ofEnum(raw);
        if (type.isMapLikeType()) return ofMap(of(type.getContentType(), request));
        if (type.isContainerType()) return ofType("array").set("items", of(type.getContentType(), request));
        return raw.isRecord() ? reference(new Use(type, request)) : NODES.objectNode();
    }

    private static ObjectNode ofType(String type) {
        return NODES.objectNode().put("type", type);
    }

    private static ObjectNode ofEnum(Class<?> constants) {
        ObjectNode schema = ofType("string");
        ArrayNode values = schema.putArray("enum");
        Arrays.stream(constants.getEnumConstants())
                .forEach(constant ->
                        values.add(Json.mapper().valueToTree(constant).asText()));
        return schema;
    }

    /** Of anything is said so, which generators of clients understand better than a schema without a word. */
    private static ObjectNode ofMap(ObjectNode content) {
        ObjectNode map = ofType("object");
        return content.isEmpty() ? map.put("additionalProperties", true) : map.set("additionalProperties", content);
    }

    /** What is not known is left out of a request, and null in an answer, as numbers that are not finite are. */
    private static ObjectNode orNull(ObjectNode schema, boolean request) {
        if (request || schema.isEmpty()) return schema;
        if (schema.path("type").isTextual()) {
            ArrayNode types = NODES.arrayNode().add(schema.get("type")).add("null");
            if (schema.get("enum") instanceof ArrayNode values) values.addNull();
            return schema.set("type", types);
        }
        ObjectNode either = NODES.objectNode();
        either.putArray("anyOf").add(schema).add(ofType("null"));
        return either;
    }

    private ObjectNode reference(Use use) {
        String known = names.get(use);
        if (known == null) {
            known = name(use);
            names.put(use, known);
            ObjectNode schema = ofType("object");
            named.put(known, schema);
            describe(use, schema);
        }
        return NODES.objectNode().put("$ref", "#/components/schemas/" + known);
    }

    private String name(Use use) {
        StringBuilder name = new StringBuilder();
        Class<?> outer = use.type().getRawClass().getEnclosingClass();
        if (outer != null) name.append(outer.getSimpleName());
        name.append(use.type().getRawClass().getSimpleName());
        for (int i = 0; i < use.type().containedTypeCount(); i++)
            name.append(name(new Use(use.type().containedType(i), false)));
        return named.containsKey(name.toString()) ? name + "Request" : name.toString();
    }

    private void describe(Use use, ObjectNode schema) {
        ObjectNode properties = schema.putObject("properties");
        Set<String> required = new LinkedHashSet<>();
        try {
            provider.findValueSerializer(use.type())
                    .acceptJsonFormatVisitor(new Fields(use, properties, required), use.type());
        } catch (JsonMappingException undescribable) {
            throw new IllegalStateException("no schema of " + use.type(), undescribable);
        }
        ArrayNode list = NODES.arrayNode();
        required.forEach(list::add);
        if (!list.isEmpty()) schema.set("required", list);
        if (use.request()) schema.put("additionalProperties", false);
        else if (hasNamedNumbers(use.type().getRawClass()))
            schema.set("additionalProperties", orNull(NUMBER.deepCopy(), false));
    }

    /** Whether named numbers stand among the fields of the record. */
    private static boolean hasNamedNumbers(Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getGenericType)
                .map(component -> Json.mapper().constructType(component))
                .anyMatch(component ->
                        component.isMapLikeType() && component.getContentType().hasRawClass(OptionalDouble.class));
    }

    /** Fields of a record, those of records that are written into it among them. */
    private final class Fields extends JsonFormatVisitorWrapper.Base {

        private final Use use;
        private final ObjectNode properties;
        private final Set<String> required;

        Fields(Use use, ObjectNode properties, Set<String> required) {
            super(provider);
            this.use = use;
            this.properties = properties;
            this.required = required;
        }

        @Override
        public JsonObjectFormatVisitor expectObjectFormat(JavaType type) {
            return new JsonObjectFormatVisitor.Base(provider) {
                @Override
                public void property(BeanProperty field) {
                    add(field);
                }

                @Override
                public void optionalProperty(BeanProperty field) {
                    add(field);
                }
            };
        }

        private void add(BeanProperty field) {
            boolean raw = field.getAnnotation(JsonRawValue.class) != null;
            properties.set(field.getName(), raw ? NODES.objectNode() : of(field.getType(), use.request()));
            JsonInclude included = field.getAnnotation(JsonInclude.class);
            boolean mayBeAbsent = use.request()
                    ? OPTIONAL.contains(field.getType().getRawClass())
                    : included != null && included.value() != JsonInclude.Include.ALWAYS;
            if (!mayBeAbsent) required.add(field.getName());
        }
    }
}
