package org.emergencelaw.job;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * Work that takes long, without its result.
 *
 * @param studyId study that it is of; absent where it is of a whole suite
 * @param suiteId suite that it is of; absent where it is of a study
 * @param forecastId forecast that it is of, where it is of one
 * @param seed seed of everything random in it
 * @param inputSha256 digest of the observations that it works on
 * @param done finished parts
 * @param total all parts
 * @param reason why it failed
 */
public record Job(
        String id,
        Optional<String> studyId,
        Optional<String> suiteId,
        Optional<String> forecastId,
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
        INFLUENCE,
        /** The rows of a fit by every method. */
        METHODS,
        /** A forecast under one changed assumption at a time. */
        TORNADO,
        /** The rows of an example, and the fit that ships with them. */
        EXAMPLE,
        /** The fit of a study by the defaults. */
        FIT,
        /** One planned run of all tasks of a suite, written into the ledger. */
        SUITE_LOCK,
        /** One planned run of all tasks of a suite, by their rows as they are and as they were. */
        SUITE_FORECAST
    }

    /**
     * Id of a job that is one for all who ask for the same.
     *
     * @param version of the program, another of which may find something else
     * @param what all that its result depends on
     */
    public static String idOf(Kind kind, String version, String what) {
        String name = kind.name().toLowerCase(Locale.ROOT) + " " + version + " " + what;
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }

    /** A job of a study that nobody has begun. */
    public static Job ofStudy(
            String id, String studyId, Kind kind, long seed, String inputSha256, int parts, Instant createdAt) {
        Optional<String> none = Optional.empty();
        return queued(id, Optional.of(studyId), none, none, kind, seed, inputSha256, parts, createdAt);
    }

    /** The same of a whole suite. */
    public static Job ofSuite(
            String id, String suiteId, Kind kind, long seed, String inputSha256, int parts, Instant createdAt) {
        Optional<String> none = Optional.empty();
        return queued(id, none, Optional.of(suiteId), none, kind, seed, inputSha256, parts, createdAt);
    }

    /** This job of a study, of one of its forecasts. */
    public Job ofForecast(String forecast) {
        return queued(id, studyId, suiteId, Optional.of(forecast), kind, seed, inputSha256, total, createdAt);
    }

    private static Job queued(
            String id,
            Optional<String> study,
            Optional<String> suite,
            Optional<String> forecast,
            Kind kind,
            long seed,
            String inputSha256,
            int parts,
            Instant createdAt) {
        return new Job(
                id,
                study,
                suite,
                forecast,
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
