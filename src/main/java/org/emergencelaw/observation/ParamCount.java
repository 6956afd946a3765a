package org.emergencelaw.observation;

import java.util.Locale;

/** Which parameters N counts; the two differ by a third for small models and are never mixed. */
public enum ParamCount {
    /** All parameters, embeddings included. */
    EMBEDDING,
    /** Embeddings and positions left out. */
    NON_EMBEDDING;

    /** Name as in JSON and files. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException if the text names neither */
    public static ParamCount of(String text) {
        for (ParamCount count : values()) if (count.key().equals(text)) return count;
        throw new IllegalArgumentException("param_count must be embedding or non_embedding, was " + text);
    }
}
