package org.emergencelaw.workspace;

import org.emergencelaw.format.ProblemCode;

/** What was asked for is not there. */
public final class NotFound extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final ProblemCode code;

    public NotFound(ProblemCode code, String message) {
        super(message);
        this.code = code;
    }

    public ProblemCode code() {
        return code;
    }

    /** @param code of what it is, such as {@code NO_SUCH_STUDY} */
    public static NotFound of(ProblemCode code, String id) {
        return new NotFound(code, "there is no " + code.missingThing() + " with the id " + id);
    }
}
