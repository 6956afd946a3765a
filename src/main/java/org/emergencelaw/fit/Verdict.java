package org.emergencelaw.fit;

/** What the data can say about the point of emergence. */
public enum Verdict {
    /** The interval may be relied on. */
    IDENTIFIED,
    /** The interval is wide, or rests on few data amounts. */
    WEAKLY_IDENTIFIED,
    /** These data cannot tell. */
    NOT_IDENTIFIED,
    /** Nothing rises above its floor anywhere. */
    NO_SIGNAL,
    /** The few-shot elbow lies within the submitted checkpoints. */
    ALREADY_EMERGED
}
