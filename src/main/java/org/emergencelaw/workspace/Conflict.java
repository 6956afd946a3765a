package org.emergencelaw.workspace;

/** As things stand it cannot be done: a name is taken, work has ended, rows have changed. */
public final class Conflict extends RuntimeException {

    private static final long serialVersionUID = 1;

    public Conflict(String message) {
        super(message);
    }
}
