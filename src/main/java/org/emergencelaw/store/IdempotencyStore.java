package org.emergencelaw.store;

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

    public Optional<Answer> find(String key) {
        return database.read(handle -> handle.createQuery("select * from idempotency where idempotency_key = :key")
                .bind("key", key)
                .map((row, context) -> new Answer(
                        row.getString("request"),
                        row.getInt("status"),
                        Optional.ofNullable(row.getString("location")),
                        row.getString("body")))
                .findOne());
    }

    public void add(String key, Answer answer) {
        database.write(handle -> handle.createUpdate("""
                        insert into idempotency (idempotency_key, request, status, location, body)
                        values (:key, :request, :status, :location, :body) on conflict do nothing""")
                .bind("key", key)
                .bind("request", answer.request())
                .bind("status", answer.status())
                .bind("location", answer.location().orElse(null))
                .bind("body", answer.body())
                .execute());
    }
}
