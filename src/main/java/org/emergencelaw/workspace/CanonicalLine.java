package org.emergencelaw.workspace;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import java.io.IOException;
import org.emergencelaw.ledger.CanonicalJson;

/** Reads an exported line of the ledger back out of an answer, byte for byte: its form is canonical, so JSON has but one text for it. */
final class CanonicalLine extends StdDeserializer<String> {

    private static final long serialVersionUID = 1;

    CanonicalLine() {
        super(String.class);
    }

    @Override
    public String deserialize(JsonParser json, DeserializationContext context) throws IOException {
        return CanonicalJson.of(context.readTree(json).toString());
    }
}
