package org.emergencelaw.ledger;

import java.util.Optional;

/**
 * Where a locked forecast stands, and what may still be done with it.
 *
 * @param disputed whether a dispute came after the outcome; results may then be submitted again
 * @param listed whether lists show it; what is not listed still counts
 */
public record LedgerStanding(State state, boolean disputed, boolean listed) {

    /** What became of it. */
    public enum State {
        OPEN,
        EMERGED,
        NOT_EMERGED,
        INCONCLUSIVE,
        VOID,
        WITHDRAWN;

        /** Whether it was decided yes or no, so that it can be scored. */
        public boolean scored() {
            return this == EMERGED || this == NOT_EMERGED;
        }
    }

    /** Why an entry of this kind may not follow; absent where it may. */
    public Optional<String> refusal(LedgerEntry.Kind kind) {
        return kind.refusal(this);
    }

    boolean undecided() {
        return state == State.OPEN || disputed;
    }

    String was() {
        return switch (state) {
            case OPEN -> "is open";
            case VOID -> "was declared void";
            case WITHDRAWN -> "was withdrawn";
            default -> "was resolved";
        };
    }
}
