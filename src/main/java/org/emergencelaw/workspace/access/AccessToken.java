package org.emergencelaw.workspace.access;

import java.time.Instant;
import java.util.Optional;

/**
 * A token without its secret.
 *
 * @param name of a person or a program, 1 to 64 letters, digits, {@code .}, {@code _}, {@code @} and {@code -}
 * @param revokedAt absent while nobody revoked it
 */
public record AccessToken(String name, Scope scope, Instant createdAt, Instant expiresAt, Optional<Instant> revokedAt) {

    public AccessToken {
        if (!name.matches("[A-Za-z0-9._@-]{1,64}"))
            throw new IllegalArgumentException(
                    "name must be 1 to 64 letters, digits, '.', '_', '@' and '-', was " + name);
        if (!expiresAt.isAfter(createdAt)) throw new IllegalArgumentException("a token must expire after it is made");
    }

    public boolean holds(Instant now) {
        return revokedAt.isEmpty() && now.isBefore(expiresAt);
    }
}
