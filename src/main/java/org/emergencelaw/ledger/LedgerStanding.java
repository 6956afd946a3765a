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
        boolean undecided = state == State.OPEN || disputed;
        return switch (kind) {
            case LOCK -> Optional.of("it is locked already: what was frozen stays as it is");
            case OUTCOME, VOID ->
                undecided ? Optional.empty() : Optional.of("it " + was() + " already; dispute that first");
            case WITHDRAWAL ->
                state == State.OPEN
                        ? Optional.empty()
                        : Optional.of("it " + was() + " already and cannot be taken back");
            case DISPUTE -> {
                if (disputed) yield Optional.of("it is disputed already");
                yield state == State.OPEN || state == State.WITHDRAWN
                        ? Optional.of("it has no outcome that could be disputed")
                        : Optional.empty();
            }
            case NOTE, VISIBILITY -> Optional.empty();
        };
    }

    private String was() {
        return switch (state) {
            case OPEN -> "is open";
            case VOID -> "was declared void";
            case WITHDRAWN -> "was withdrawn";
            default -> "was resolved";
        };
    }
}
