package org.emergencelaw.store;

import java.time.Instant;
import java.util.Optional;

/** Answers given to requests with an idempotency key, so that a repeated request gets the same answer and does nothing. */
public final class IdempotencyStore {

    private final Connections database;

    IdempotencyStore(Connections database) {
        this.database = database;
    }

    /**
     * An answer as kept.
     *
     * @param request digest of method, path and body of the request that it answered
     */
    public record Answer(String request, int status, Optional<String> location, String body) {}

    /** @param since when it was kept at the earliest */
    public Optional<Answer> find(String key, Instant since) {
        return database.read(handle -> handle.createQuery(
                        "select * from idempotency where idempotency_key = :key and created_at >= :since")
                .bind("key", key)
                .bind("since", SqlValues.text(since))
                .map((row, context) -> new Answer(
                        row.getString("request"),
                        row.getInt("status"),
                        Optional.ofNullable(row.getString("location")),
                        row.getString("body")))
                .findOne());
    }

    /** Keeps an answer, unless there is one under its key. */
    public void add(String key, Answer answer, Instant now) {
        database.write(handle -> handle.createUpdate("""
                        insert into idempotency (idempotency_key, request, status, location, body, created_at)
                        values (:key, :request, :status, :location, :body, :now) on conflict do nothing""")
                .bind("now", SqlValues.text(now))
                .bind("key", key)
                .bind("request", answer.request())
                .bind("status", answer.status())
                .bind("location", answer.location().orElse(null))
                .bind("body", answer.body())
                .execute());
    }

    /** Lets answers of versions that did not say when they were kept hold from now on. */
    public void adopt(Instant now) {
        database.write(
                handle -> handle.createUpdate("update idempotency set created_at = :now where created_at < '1971'")
                        .bind("now", SqlValues.text(now))
                        .execute());
    }

    /** Forgets answers that were kept before. */
    public void forgetBefore(Instant since) {
        database.write(handle -> handle.createUpdate("delete from idempotency where created_at < :since")
                .bind("since", SqlValues.text(since))
                .execute());
    }
}
