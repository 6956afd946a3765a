package org.emergencelaw.workspace;

/** What was asked for is not there. */
public final class NotFound extends RuntimeException {

    private static final long serialVersionUID = 1;

    public NotFound(String message) {
        super(message);
    }

    /** @param thing what it is, such as {@code study} */
    static NotFound of(String thing, String id) {
        return new NotFound("there is no " + thing + " with the id " + id);
    }
}
