package org.emergencelaw.workspace.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a token lets its holder do; each takes in those before it. */
public enum Scope {
    /** See everything but the database itself. */
    READ,
    /** Make studies, submit rows, fit, forecast, run backtests. */
    SUBMIT,
    /** Write to the ledger. */
    LOCK,
    /** Delete, and take backups. */
    ADMIN;

    public boolean allows(Scope needed) {
        return compareTo(needed) >= 0;
    }

    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException if there is none of that name */
    public static Scope of(String key) {
        return Arrays.stream(values())
                .filter(scope -> scope.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("scope must be one of "
                        + Arrays.stream(values()).map(Scope::key).collect(Collectors.joining(", ")) + ", was " + key));
    }
}
