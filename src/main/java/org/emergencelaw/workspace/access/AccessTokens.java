package org.emergencelaw.workspace.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.emergencelaw.store.AccessStore;
import org.emergencelaw.store.Database;

/** The tokens of a database. Their secrets are shown once, when they are made, and kept as digests alone. */
public final class AccessTokens {

    private static final String MARK = "el_";
    private static final int BYTES = 32;
    private static final int MOST_DAYS = 3_660;

    private final AccessStore store;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    public AccessTokens(Database database, Clock clock) {
        store = database.access();
        this.clock = clock;
    }

    /** A token that was made now, with its secret. */
    public record Made(AccessToken token, String secret) {}

    /** @throws IllegalArgumentException if the name is taken, or no name, or it would hold for no time or for ever */
    public Made make(String name, Scope scope, int days) {
        if (!(days >= 1 && days <= MOST_DAYS))
            throw new IllegalArgumentException("days must be from 1 to " + MOST_DAYS + ", was " + days);
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        String secret = MARK + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        AccessToken token = new AccessToken(
                name, scope, clock.instant(), clock.instant().plus(Duration.ofDays(days)), Optional.empty());
        if (!store.add(new AccessStore.Token(
                name, sha256(secret), scope.key(), token.createdAt(), token.expiresAt(), Optional.empty())))
            throw new IllegalArgumentException("there is a token named " + name + " already, or was");
        return new Made(token, secret);
    }

    public List<AccessToken> all() {
        return store.all().stream().map(AccessTokens::token).toList();
    }

    /** Whether anybody needs one. */
    public boolean needed() {
        return store.any();
    }

    /** @throws IllegalArgumentException if no token of that name holds */
    public void revoke(String name) {
        if (!store.revoke(name, clock.instant()))
            throw new IllegalArgumentException("there is no token named " + name + " that was not revoked");
    }

    /** Whose secret it is; absent where it is nobody's, or holds no more. */
    public Optional<AccessToken> of(String secret) {
        return store.find(sha256(secret)).map(AccessTokens::token).filter(token -> token.holds(clock.instant()));
    }

    /** Adds to the audit what somebody did. */
    public void record(String who, String request, String did) {
        store.record(clock.instant(), who, request, did);
    }

    /** An entry of the audit. */
    public record Act(long sequence, Instant at, String who, String requestId, String did) {}

    /** The audit, the newest first. */
    public List<Act> audit(int limit) {
        return store.acts(limit).stream()
                .map(act -> new Act(act.sequence(), act.at(), act.who(), act.request(), act.did()))
                .toList();
    }

    private static AccessToken token(AccessStore.Token kept) {
        return new AccessToken(
                kept.name(), Scope.of(kept.scope()), kept.createdAt(), kept.expiresAt(), kept.revokedAt());
    }

    private static String sha256(String secret) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java has SHA-256", missing);
        }
    }
}
