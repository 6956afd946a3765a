package org.emergencelaw.workspace;

import org.emergencelaw.format.ProblemCode;

/** As things stand it cannot be done: a name is taken, work has ended, rows have changed. */
public final class Conflict extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final ProblemCode code;

    public Conflict(ProblemCode code, String message) {
        super(message);
        this.code = code;
    }

    public ProblemCode code() {
        return code;
    }
}
