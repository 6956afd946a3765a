package org.emergencelaw.suite;

import java.util.OptionalDouble;

/** Whether a run will reach the level of a task, as far as its probability tells. */
public enum Outlook {
    /** At least 0.8. */
    LIKELY,
    /** Between, or there is no forecast. */
    CANNOT_TELL,
    /** At most 0.2. */
    UNLIKELY;

    private static final double FROM = 0.8;
    private static final double UP_TO = 0.2;

    /** @param p that the run reaches the level; absent where there is no forecast */
    static Outlook of(OptionalDouble p) {
        if (p.isPresent() && p.getAsDouble() >= FROM) return LIKELY;
        if (p.isPresent() && p.getAsDouble() <= UP_TO) return UNLIKELY;
        return CANNOT_TELL;
    }
}
