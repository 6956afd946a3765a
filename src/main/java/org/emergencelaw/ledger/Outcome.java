package org.emergencelaw.ledger;

/** What the frozen rule makes of the results. */
public enum Outcome {
    EMERGED,
    NOT_EMERGED,
    /** Too few items, or an effect between nothing and what was claimed. */
    INCONCLUSIVE
}
