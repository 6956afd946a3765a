package org.emergencelaw.format;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.util.Arrays;
import java.util.OptionalDouble;

/** Doubles in JSON: written as null when not finite, refused when the text is no finite double (1e400, "NaN", null). */
final class FiniteDoubles extends SimpleModule {

    private static final long serialVersionUID = 1;

    FiniteDoubles() {
        addSerializer(double.class, new DoubleOut());
        addSerializer(Double.class, new DoubleOut());
        addSerializer(OptionalDouble.class, new OptionalOut());
        addSerializer(double[].class, new ArrayOut());
        addDeserializer(double.class, new DoubleIn());
        addDeserializer(Double.class, new DoubleIn());
        addDeserializer(OptionalDouble.class, new OptionalIn());
        addDeserializer(double[].class, new ArrayIn());
    }

    private static void write(double value, JsonGenerator out) throws IOException {
        if (Double.isFinite(value)) out.writeNumber(value);
        else out.writeNull();
    }

    private static double read(JsonParser in, DeserializationContext context) throws IOException {
        if (!in.currentToken().isNumeric()) return (Double) context.handleUnexpectedToken(double.class, in);
        double value = in.getDoubleValue();
        if (Double.isFinite(value)) return value;
        throw JsonMappingException.from(in, "a number must fit a double, was " + in.getText());
    }

    private static final class DoubleOut extends StdScalarSerializer<Double> {
        private static final long serialVersionUID = 1;

        DoubleOut() {
            super(Double.class);
        }

        @Override
        public void serialize(Double value, JsonGenerator out, SerializerProvider provider) throws IOException {
            write(value, out);
        }
    }

    private static final class OptionalOut extends StdScalarSerializer<OptionalDouble> {
        private static final long serialVersionUID = 1;

        OptionalOut() {
            super(OptionalDouble.class);
        }

        @Override
        public void serialize(OptionalDouble value, JsonGenerator out, SerializerProvider provider) throws IOException {
            write(value.orElse(Double.NaN), out);
        }
    }

    private static final class ArrayOut extends StdSerializer<double[]> {
        private static final long serialVersionUID = 1;

        ArrayOut() {
            super(double[].class);
        }

        @Override
        public void serialize(double[] values, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeStartArray(values, values.length);
            for (double value : values) write(value, out);
            out.writeEndArray();
        }
    }

    private static final class DoubleIn extends StdScalarDeserializer<Double> {
        private static final long serialVersionUID = 1;

        DoubleIn() {
            super(Double.class);
        }

        @Override
        public Double deserialize(JsonParser in, DeserializationContext context) throws IOException {
            return read(in, context);
        }

        @Override
        public Double getNullValue(DeserializationContext context) throws JsonMappingException {
            return context.reportInputMismatch(this, "a number must not be null");
        }
    }

    private static final class OptionalIn extends StdScalarDeserializer<OptionalDouble> {
        private static final long serialVersionUID = 1;

        OptionalIn() {
            super(OptionalDouble.class);
        }

        @Override
        public OptionalDouble deserialize(JsonParser in, DeserializationContext context) throws IOException {
            return OptionalDouble.of(read(in, context));
        }

        @Override
        public OptionalDouble getNullValue(DeserializationContext context) {
            return OptionalDouble.empty();
        }
    }

    private static final class ArrayIn extends StdScalarDeserializer<double[]> {
        private static final long serialVersionUID = 1;

        ArrayIn() {
            super(double[].class);
        }

        @Override
        public double[] deserialize(JsonParser in, DeserializationContext context) throws IOException {
            if (!in.isExpectedStartArrayToken()) return (double[]) context.handleUnexpectedToken(double[].class, in);
            double[] values = new double[16];
            int size = 0;
            while (in.nextToken() != JsonToken.END_ARRAY) {
                if (size == values.length) values = Arrays.copyOf(values, 2 * size);
                values[size++] = read(in, context);
            }
            return Arrays.copyOf(values, size);
        }
    }
}
