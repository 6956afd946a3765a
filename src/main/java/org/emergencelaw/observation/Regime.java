package org.emergencelaw.observation;

/** How a checkpoint was shown the task. */
public enum Regime {
    /** The examples stand in the context (shots); no weight changes. */
    FEW_SHOT,
    /** The weights were finetuned on the examples. */
    FINETUNED
}
