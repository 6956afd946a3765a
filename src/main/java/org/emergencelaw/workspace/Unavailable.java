package org.emergencelaw.workspace;

/** It cannot be done now, but later: too much waits already. */
public final class Unavailable extends RuntimeException {

    private static final long serialVersionUID = 1;

    public Unavailable(String message) {
        super(message);
    }
}
