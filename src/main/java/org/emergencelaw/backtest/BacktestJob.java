package org.emergencelaw.backtest;

import java.time.Instant;
import java.util.Optional;

/**
 * Work that takes long, a backtest or another kind, without its result.
 *
 * @param seed seed of everything random in it
 * @param inputSha256 digest of the observations that it works on
 * @param done finished parts
 * @param total all parts
 * @param reason why it failed
 */
public record BacktestJob(
        String id,
        String studyId,
        Kind kind,
        long seed,
        String inputSha256,
        State state,
        int done,
        int total,
        Instant createdAt,
        Optional<Instant> finishedAt,
        Optional<String> reason) {

    /** Where a job stands. */
    public enum State {
        QUEUED,
        RUNNING,
        DONE,
        FAILED,
        CANCELLED;

        /** Whether it may still change. */
        public boolean open() {
            return this == QUEUED || this == RUNNING;
        }
    }

    /** What kind of work it is. */
    public enum Kind {
        BACKTEST,
        /** What a fit says without each checkpoint, group and row. */
        INFLUENCE
    }

    /** A backtest that nobody has begun. */
    public static BacktestJob queued(
            String id, String studyId, long seed, String inputSha256, int parts, Instant createdAt) {
        return queued(id, studyId, Kind.BACKTEST, seed, inputSha256, parts, createdAt);
    }

    /** A job that nobody has begun. */
    public static BacktestJob queued(
            String id, String studyId, Kind kind, long seed, String inputSha256, int parts, Instant createdAt) {
        return new BacktestJob(
                id,
                studyId,
                kind,
                seed,
                inputSha256,
                State.QUEUED,
                0,
                parts,
                createdAt,
                Optional.empty(),
                Optional.empty());
    }
}
