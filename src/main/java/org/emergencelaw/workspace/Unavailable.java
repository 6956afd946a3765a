package org.emergencelaw.workspace;

import java.util.Optional;
import org.emergencelaw.format.ProblemCode;
import org.emergencelaw.store.DatabaseUnavailable;

/** It cannot be done now, but later: too much waits already, or there is no room. */
public final class Unavailable extends RuntimeException {

    private static final long serialVersionUID = 1;

    private static final String UNCERTAIN =
            "; whether it was saved cannot be told: look, or send it again with the same Idempotency-Key";

    private final ProblemCode code;

    public Unavailable(ProblemCode code, String message) {
        super(message);
        this.code = code;
    }

    public ProblemCode code() {
        return code;
    }

    /** Others hold what memory there is. */
    public static Unavailable noMemory() {
        return new Unavailable(
                ProblemCode.BUSY, "the service has no memory free for this now; try again a little later");
    }

    private Unavailable(DatabaseUnavailable cause) {
        super(cause.getMessage() + (cause.uncertain() ? UNCERTAIN : "; nothing was saved"), cause);
        code = cause.full() ? ProblemCode.NO_ROOM : ProblemCode.DATABASE_BUSY;
    }

    /** What passes: memory that others hold, or what is wrong with the database at the moment; absent where something else is wrong. */
    public static Optional<Unavailable> of(Throwable thrown) {
        if (thrown instanceof Unavailable known) return Optional.of(known);
        return thrown instanceof DatabaseUnavailable cause ? Optional.of(new Unavailable(cause)) : Optional.empty();
    }

    /** Whether somebody has to make room first. */
    public boolean full() {
        return code == ProblemCode.NO_ROOM;
    }
}
