package org.emergencelaw.format;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.util.NameTransformer;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * A component of type {@code Map<String, OptionalDouble>}: named numbers, not all of which every record has. In JSON they stand
 * among the fields of their record, in the order of the map, {@code null} where absent; read are all fields that the record has
 * no other component for.
 */
final class FlatNumbers {

    private FlatNumbers() {}

    static boolean is(JavaType type) {
        return type.isMapLikeType() && type.getContentType().hasRawClass(OptionalDouble.class);
    }

    static final class Out extends JsonSerializer<Map<String, OptionalDouble>> {

        @Override
        public boolean isUnwrappingSerializer() {
            return true;
        }

        @Override
        public JsonSerializer<Map<String, OptionalDouble>> unwrappingSerializer(NameTransformer same) {
            return this;
        }

        @Override
        public void serialize(Map<String, OptionalDouble> numbers, JsonGenerator out, SerializerProvider provider)
                throws IOException {
            for (Map.Entry<String, OptionalDouble> number : numbers.entrySet())
                provider.defaultSerializeField(number.getKey(), number.getValue(), out);
        }
    }

    static final class In extends JsonDeserializer<Map<String, OptionalDouble>> {

        /** Jackson takes a deserializer for one of fields among others only if it is another than before. */
        @Override
        public JsonDeserializer<Map<String, OptionalDouble>> unwrappingDeserializer(NameTransformer same) {
            return new In();
        }

        @Override
        public Map<String, OptionalDouble> deserialize(JsonParser in, DeserializationContext context)
                throws IOException {
            Map<String, OptionalDouble> numbers = new LinkedHashMap<>();
            for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
                boolean absent = in.nextToken() == JsonToken.VALUE_NULL;
                numbers.put(
                        name, absent ? OptionalDouble.empty() : OptionalDouble.of(context.readValue(in, Double.class)));
            }
            return numbers;
        }
    }
}
