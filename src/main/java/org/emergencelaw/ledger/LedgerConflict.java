package org.emergencelaw.ledger;

/** The ledger cannot take an entry as things stand: somebody was first, or what was frozen would have to change. */
public final class LedgerConflict extends RuntimeException {

    private static final long serialVersionUID = 1;

    public LedgerConflict(String message) {
        super(message);
    }
}
