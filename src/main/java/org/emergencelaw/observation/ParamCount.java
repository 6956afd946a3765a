package org.emergencelaw.observation;

/** Which parameters N counts; the two differ by a third for small models and are never mixed. */
public enum ParamCount {
    /** All parameters, embeddings included. */
    EMBEDDING,
    /** Embeddings and positions left out. */
    NON_EMBEDDING
}
