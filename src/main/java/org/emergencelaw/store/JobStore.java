package org.emergencelaw.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.emergencelaw.job.Job;
import org.emergencelaw.job.Job.State;

/**
 * Long work and what is finished of it. Parts and results are JSON as written: a restart must end with the same bytes.
 *
 * <p>Several processes may work on one database. Whoever starts a job owns it under a lease, which it renews while it works; where
 * a lease ran out its owner is gone, and another may take the job and go on with the parts that are kept.
 */
public final class JobStore {

    /** What is done needs its parts no longer. */
    private static final String SELECT = "select job.*, case when state = 'done' then total"
            + " else (select count(*) from job_part where job_id = job.id) end as done from job ";

    private final Connections database;

    JobStore(Connections database) {
        this.database = database;
    }

    /**
     * Adds a queued job, as given.
     *
     * @param request what is asked, where its kind has something to say of it
     */
    public void add(Job job, Optional<String> request) {
        database.write(handle -> handle.createUpdate("""
                        insert into job (id, study_id, suite_id, forecast_id, kind, seed, input_sha256, request, state,
                            total, created_at)
                        values (:id, :study, :suite, :forecast, :kind, :seed, :digest, :request, :state, :total,
                            :createdAt)""")
                .bind("id", job.id())
                .bind("study", job.studyId().orElse(null))
                .bind("suite", job.suiteId().orElse(null))
                .bind("forecast", job.forecastId().orElse(null))
                .bind("request", request.orElse(null))
                .bind("kind", SqlValues.key(job.kind()))
                .bind("seed", job.seed())
                .bind("digest", job.inputSha256())
                .bind("state", SqlValues.key(job.state()))
                .bind("total", job.total())
                .bind("createdAt", SqlValues.text(job.createdAt()))
                .execute());
    }

    /** Queues a job again that was cancelled or failed; the parts of it that are kept stay. */
    public void again(String id) {
        database.write(handle -> handle.createUpdate("""
                        update job set state = 'queued', finished_at = null, reason = null
                        where id = :id and state in ('failed', 'cancelled')""").bind("id", id).execute());
    }

    public Optional<Job> find(String id) {
        return database.read(handle -> handle.createQuery(SELECT + "where id = :id")
                .bind("id", id)
                .map((row, context) -> job(row))
                .findOne());
    }

    /** What was asked, where the job's kind has something to say of it. */
    public Optional<String> request(String id) {
        return text(id, "request");
    }

    private Optional<String> text(String id, String column) {
        return database.read(handle -> handle.createQuery("select " + column + " from job where id = :id")
                .bind("id", id)
                .mapTo(String.class)
                .findOne());
    }

    /** The newest of one kind of a study. */
    public Optional<Job> newestOfStudy(String studyId, Job.Kind kind) {
        return newest("study_id", studyId, kind);
    }

    /** The newest of one kind of a suite. */
    public Optional<Job> newestOfSuite(String suiteId, Job.Kind kind) {
        return newest("suite_id", suiteId, kind);
    }

    private Optional<Job> newest(String column, String id, Job.Kind kind) {
        return database.read(handle -> handle.createQuery(SELECT + "where " + column
                        + " = :of and kind = :kind order by created_at desc, id desc limit 1")
                .bind("of", id)
                .bind("kind", SqlValues.key(kind))
                .map((row, context) -> job(row))
                .findOne());
    }

    /** Jobs, only those in one state where it is asked for. */
    public List<Job> list(NewestFirst page) {
        return database.read(handle -> page.bind(handle.createQuery(
                        SELECT + "where (:study is null or study_id = :study) and (:only is null or state = :only)"
                                + NewestFirst.end("job")))
                .map((row, context) -> job(row))
                .list());
    }

    /** Jobs that are not finished, oldest first. */
    public List<Job> open() {
        return database.read(
                handle -> handle.createQuery(SELECT + "where state in ('queued', 'running') order by created_at, id")
                        .map((row, context) -> job(row))
                        .list());
    }

    /** Jobs that nobody works on, oldest first: those that wait, and those whose owner is gone. */
    public List<Job> startable(Instant now) {
        return database.read(handle -> handle.createQuery(SELECT + """
                        where state = 'queued'
                            or state = 'running' and coalesce(leased_until <= :now, true)
                        order by created_at, id""")
                .bind("now", SqlValues.text(now))
                .map((row, context) -> job(row))
                .list());
    }

    /** The result of a finished job. */
    public Optional<String> result(String id) {
        return text(id, "result");
    }

    /** Finished parts by position. */
    public TreeMap<Integer, String> parts(String id) {
        TreeMap<Integer, String> parts = new TreeMap<>();
        database.useToRead(handle -> handle.createQuery("select position, result from job_part where job_id = :id")
                .bind("id", id)
                .map((row, context) -> Map.entry(row.getInt("position"), row.getString("result")))
                .forEach(part -> parts.put(part.getKey(), part.getValue())));
        return parts;
    }

    /** Keeps a finished part; one that is kept already stays, for whoever computes it gets the same bytes. */
    public void addPart(String id, int position, String result) {
        database.write(handle -> handle.createUpdate("""
                        insert into job_part (job_id, position, result) values (:id, :position, :result)
                        on conflict do nothing""")
                .bind("id", id)
                .bind("position", position)
                .bind("result", result)
                .execute());
    }

    /**
     * Takes a job, if it is open and nobody else works on it.
     *
     * @param owner who will work on it, unlike every other process
     * @param until when the lease runs out unless it is renewed
     * @return whether it may be worked on
     */
    public boolean start(String id, String owner, Instant now, Instant until) {
        return database.write(handle -> handle.createUpdate("""
                        update job set state = 'running', owner = :owner, leased_until = :until
                        where id = :id and (state = 'queued'
                            or state = 'running' and coalesce(leased_until <= :now, true))""")
                        .bind("id", id)
                        .bind("owner", owner)
                        .bind("now", SqlValues.text(now))
                        .bind("until", SqlValues.text(until))
                        .execute()
                == 1);
    }

    /** @return whether the job is still the owner's; where another took it, or it was cancelled, it is not */
    public boolean renew(String id, String owner, Instant until) {
        return database.write(handle -> handle.createUpdate("""
                        update job set leased_until = :until
                        where id = :id and owner = :owner and state = 'running'""")
                        .bind("id", id)
                        .bind("owner", owner)
                        .bind("until", SqlValues.text(until))
                        .execute()
                == 1);
    }

    /** Lets go of all that an owner has not finished: whoever looks next may take it at once. */
    public void release(String owner) {
        database.write(handle -> handle.createUpdate("""
                        update job set leased_until = null where owner = :owner and state = 'running'""").bind("owner", owner).execute());
    }

    /**
     * Keeps the result of a job, and its parts no longer.
     *
     * @return whether it was running and the owner's
     */
    public boolean finish(String id, String owner, Instant now, String result) {
        return database.inTransaction(handle -> {
            boolean ended = end(id, owner, State.DONE, now, Optional.empty(), Optional.of(result));
            if (ended)
                handle.createUpdate("delete from job_part where job_id = :id")
                        .bind("id", id)
                        .execute();
            return ended;
        });
    }

    /** @return whether it was running and the owner's */
    public boolean fail(String id, String owner, Instant now, String reason) {
        return end(id, owner, State.FAILED, now, Optional.of(reason), Optional.empty());
    }

    private boolean end(
            String id, String owner, State state, Instant now, Optional<String> reason, Optional<String> result) {
        return database.write(handle -> handle.createUpdate("""
                        update job set state = :state, finished_at = :now, reason = :reason, result = :result
                        where id = :id and owner = :owner and state = 'running'""")
                        .bind("id", id)
                        .bind("owner", owner)
                        .bind("state", SqlValues.key(state))
                        .bind("now", SqlValues.text(now))
                        .bind("reason", reason.orElse(null))
                        .bind("result", result.orElse(null))
                        .execute()
                == 1);
    }

    /**
     * Cancels a job, whoever works on it.
     *
     * @return whether it was open; a finished job stays as it is
     */
    public boolean cancel(String id, Instant now) {
        return database.write(handle -> handle.createUpdate("""
                        update job set state = 'cancelled', finished_at = :now
                        where id = :id and state in ('queued', 'running')""")
                        .bind("id", id)
                        .bind("now", SqlValues.text(now))
                        .execute()
                == 1);
    }

    private static Job job(ResultSet row) throws SQLException {
        Optional<Instant> finished = SqlValues.text(row, "finished_at").map(Instant::parse);
        return new Job(
                row.getString("id"),
                SqlValues.text(row, "study_id"),
                SqlValues.text(row, "suite_id"),
                SqlValues.text(row, "forecast_id"),
                SqlValues.constant(row, "kind", Job.Kind.class),
                row.getLong("seed"),
                row.getString("input_sha256"),
                SqlValues.constant(row, "state", State.class),
                row.getInt("done"),
                row.getInt("total"),
                SqlValues.instant(row, "created_at"),
                finished,
                SqlValues.text(row, "reason"));
    }
}
