package org.emergencelaw.observation;

/** Whether a fit may see an observation. */
public enum Split {
    FIT,
    /** Known, but hidden from every fit; predictions are compared with it. */
    HELD_OUT,
    /** Kept with the reason why it is not to be believed; nothing is computed of it. */
    EXCLUDED
}
