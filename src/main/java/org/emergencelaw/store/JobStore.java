package org.emergencelaw.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.emergencelaw.format.DisplayNames;
import org.jdbi.v3.core.Jdbi;

/** Long work and what is finished of it. Parts and results are JSON as written: a restart must end with the same bytes. */
public final class JobStore {

    private static final String SELECT =
            "select job.*, (select count(*) from job_part where job_id = job.id) as done from job ";

    private final Jdbi jdbi;

    JobStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

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

        private String key() {
            return DisplayNames.key(this);
        }
    }

    /** What kind of work it is. */
    public enum Kind {
        BACKTEST
    }

    /**
     * A job without its result.
     *
     * @param seed seed of everything random in it
     * @param inputSha256 digest of the observations that it works on
     * @param done finished parts
     * @param total all parts
     * @param reason why it failed
     */
    public record Job(
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
            Optional<String> reason) {}

    /** Adds a queued job, as given. */
    public void add(Job job) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        insert into job (id, study_id, kind, seed, input_sha256, state, total, created_at)
                        values (:id, :study, :kind, :seed, :digest, :state, :total, :createdAt)""")
                .bind("id", job.id())
                .bind("study", job.studyId())
                .bind("kind", DisplayNames.key(job.kind()))
                .bind("seed", job.seed())
                .bind("digest", job.inputSha256())
                .bind("state", job.state().key())
                .bind("total", job.total())
                .bind("createdAt", Timestamp.of(job.createdAt()))
                .execute());
    }

    public Optional<Job> find(String id) {
        return jdbi.withHandle(handle -> handle.createQuery(SELECT + "where id = :id")
                .bind("id", id)
                .map((row, context) -> job(row))
                .findOne());
    }

    /** The newest of a study. */
    public Optional<Job> latest(String studyId) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        SELECT + "where study_id = :study order by created_at desc, id desc limit 1")
                .bind("study", studyId)
                .map((row, context) -> job(row))
                .findOne());
    }

    /** Jobs that are not finished, oldest first. */
    public List<Job> open() {
        return jdbi.withHandle(
                handle -> handle.createQuery(SELECT + "where state in ('queued', 'running') order by created_at, id")
                        .map((row, context) -> job(row))
                        .list());
    }

    /** The result of a finished job. */
    public Optional<String> result(String id) {
        return jdbi.withHandle(handle -> handle.createQuery("select result from job where id = :id")
                .bind("id", id)
                .mapTo(String.class)
                .findOne());
    }

    /** Finished parts by position. */
    public TreeMap<Integer, String> parts(String id) {
        TreeMap<Integer, String> parts = new TreeMap<>();
        jdbi.useHandle(handle -> handle.createQuery("select position, result from job_part where job_id = :id")
                .bind("id", id)
                .map((row, context) -> Map.entry(row.getInt("position"), row.getString("result")))
                .forEach(part -> parts.put(part.getKey(), part.getValue())));
        return parts;
    }

    public void addPart(String id, int position, String result) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        "insert into job_part (job_id, position, result) values (:id, :position, :result)")
                .bind("id", id)
                .bind("position", position)
                .bind("result", result)
                .execute());
    }

    /** @return whether it was open; a finished job stays as it is */
    public boolean start(String id) {
        return set(id, State.RUNNING, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** @return whether it was open */
    public boolean finish(String id, Instant now, String result) {
        return set(id, State.DONE, Optional.of(now), Optional.empty(), Optional.of(result));
    }

    /** @return whether it was open */
    public boolean fail(String id, Instant now, String reason) {
        return set(id, State.FAILED, Optional.of(now), Optional.of(reason), Optional.empty());
    }

    /** @return whether it was open */
    public boolean cancel(String id, Instant now) {
        return set(id, State.CANCELLED, Optional.of(now), Optional.empty(), Optional.empty());
    }

    private boolean set(
            String id, State state, Optional<Instant> finishedAt, Optional<String> reason, Optional<String> result) {
        return jdbi.withHandle(handle -> handle.createUpdate("""
                        update job set state = :state, finished_at = :finishedAt, reason = :reason, result = :result
                        where id = :id and state in ('queued', 'running')""")
                        .bind("id", id)
                        .bind("state", state.key())
                        .bind("finishedAt", finishedAt.map(Timestamp::of).orElse(null))
                        .bind("reason", reason.orElse(null))
                        .bind("result", result.orElse(null))
                        .execute()
                == 1);
    }

    private static Job job(ResultSet row) throws SQLException {
        return new Job(
                row.getString("id"),
                row.getString("study_id"),
                Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                row.getLong("seed"),
                row.getString("input_sha256"),
                State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                row.getInt("done"),
                row.getInt("total"),
                Instant.parse(row.getString("created_at")),
                Optional.ofNullable(row.getString("finished_at")).map(Instant::parse),
                Optional.ofNullable(row.getString("reason")));
    }
}
