package org.emergencelaw.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Tokens by the digest of their secret, and the audit of what was done. */
public final class AccessStore {

    private final Connections database;

    AccessStore(Connections database) {
        this.database = database;
    }

    /**
     * A token as it is kept.
     *
     * @param sha256 of its secret, in hex
     * @param scope a word of the application
     */
    public record Token(
            String name,
            String sha256,
            String scope,
            Instant createdAt,
            Instant expiresAt,
            Optional<Instant> revokedAt) {}

    /** An entry of the audit. */
    public record Act(long sequence, Instant at, String who, String request, String did) {}

    /** @return false if the name is taken */
    public boolean add(Token token) {
        return database.write(handle -> handle.createUpdate("""
                        insert into access_token (name, sha256, scope, created_at, expires_at)
                        values (:name, :sha256, :scope, :created, :expires) on conflict do nothing""")
                        .bind("name", token.name())
                        .bind("sha256", token.sha256())
                        .bind("scope", token.scope())
                        .bind("created", SqlValues.text(token.createdAt()))
                        .bind("expires", SqlValues.text(token.expiresAt()))
                        .execute()
                == 1);
    }

    /** All of them, also those that hold no more. */
    public List<Token> all() {
        return database.read(handle -> handle.createQuery("select * from access_token order by created_at, name")
                .map((row, context) -> token(row))
                .list());
    }

    public Optional<Token> find(String sha256) {
        return database.read(handle -> handle.createQuery("select * from access_token where sha256 = :sha256")
                .bind("sha256", sha256)
                .map((row, context) -> token(row))
                .findOne());
    }

    /** Whether there is any, also one that holds no more: what was closed once does not open by itself. */
    public boolean any() {
        return database.read(handle -> handle.createQuery("select exists (select 1 from access_token)")
                .mapTo(Boolean.class)
                .one());
    }

    /** @return false if there is none of that name that holds */
    public boolean revoke(String name, Instant now) {
        return database.write(handle -> handle.createUpdate(
                                "update access_token set revoked_at = :now where name = :name and revoked_at is null")
                        .bind("name", name)
                        .bind("now", SqlValues.text(now))
                        .execute()
                == 1);
    }

    /** Adds what somebody did. */
    public void record(Instant at, String who, String request, String did) {
        database.write(handle -> handle.createUpdate("""
                        insert into audit (sequence, at, who, request, did)
                        values ((select coalesce(max(sequence), 0) + 1 from audit), :at, :who, :request, :did)""")
                .bind("at", SqlValues.text(at))
                .bind("who", who)
                .bind("request", request)
                .bind("did", did)
                .execute());
    }

    /** The audit, the newest first. */
    public List<Act> acts(int limit) {
        return database.read(handle -> handle.createQuery("select * from audit order by sequence desc limit :limit")
                .bind("limit", limit)
                .map((row, context) -> new Act(
                        row.getLong("sequence"),
                        SqlValues.instant(row, "at"),
                        row.getString("who"),
                        row.getString("request"),
                        row.getString("did")))
                .list());
    }

    private static Token token(ResultSet row) throws SQLException {
        return new Token(
                row.getString("name"),
                row.getString("sha256"),
                row.getString("scope"),
                SqlValues.instant(row, "created_at"),
                SqlValues.instant(row, "expires_at"),
                SqlValues.text(row, "revoked_at").map(Instant::parse));
    }
}
