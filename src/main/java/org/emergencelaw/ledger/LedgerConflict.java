package org.emergencelaw.ledger;

import org.emergencelaw.format.ProblemCode;

/** The ledger cannot take an entry as things stand: somebody was first, or what was frozen would have to change. */
public final class LedgerConflict extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final ProblemCode code;

    public LedgerConflict(ProblemCode code, String message) {
        super(message);
        this.code = code;
    }

    public ProblemCode code() {
        return code;
    }
}
