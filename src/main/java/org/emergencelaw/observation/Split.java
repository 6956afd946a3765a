package org.emergencelaw.observation;

/** Whether a fit may see an observation. */
public enum Split {
    FIT,
    /** Known, but hidden from every fit; predictions are compared with it. */
    HELD_OUT
}
