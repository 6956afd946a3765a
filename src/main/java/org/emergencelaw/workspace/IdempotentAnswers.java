package org.emergencelaw.workspace;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.emergencelaw.store.IdempotencyStore;

/** Answers to writes that carried a key, so that a repeated one gets the same answer and does nothing. */
public final class IdempotentAnswers {

    /** Long enough for any client that repeats a request because it heard nothing. */
    private static final Duration HOLDS = Duration.ofHours(24);

    private final Workspace workspace;
    private final Clock clock;
    private final IdempotencyStore store;

    public IdempotentAnswers(Workspace workspace, Clock clock) {
        this.workspace = workspace;
        this.clock = clock;
        store = workspace.database().idempotency();
    }

    /**
     * An answer as it was given.
     *
     * @param request digest of the request that it answered
     */
    public record Answer(String request, int status, Optional<String> location, String body) {}

    public Optional<Answer> find(String key) {
        return store.find(key, since())
                .map(kept -> new Answer(kept.request(), kept.status(), kept.location(), kept.body()));
    }

    /** Keeps an answer, unless there is one under its key already. */
    public void keep(String key, Answer answer) {
        store.forgetBefore(since());
        store.add(
                key,
                new IdempotencyStore.Answer(answer.request(), answer.status(), answer.location(), answer.body()),
                clock.instant());
    }

    private Instant since() {
        return clock.instant().minus(HOLDS);
    }

    /** Runs a write and what keeps its answer in one transaction: after a crash both are there, or neither. */
    public void atomically(Runnable write) {
        workspace.atomically(() -> {
            write.run();
            return this;
        });
    }
}
