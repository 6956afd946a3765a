package org.emergencelaw.ledger;

/** What a lock claims of its run. */
public enum ClaimedEvent {
    /** Its accuracy is at least the named level. */
    LEVEL,
    /** It exceeds trivial accuracy by the test: all that version 0.1.0 knew. */
    EXCEEDS_TRIVIAL
}
