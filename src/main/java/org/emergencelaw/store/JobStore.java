package org.emergencelaw.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.emergencelaw.backtest.BacktestJob;
import org.emergencelaw.backtest.BacktestJob.State;

/**
 * Long work and what is finished of it. Parts and results are JSON as written: a restart must end with the same bytes.
 *
 * <p>Several processes may work on one database. Whoever starts a job owns it under a lease, which it renews while it works; where
 * a lease ran out its owner is gone, and another may take the job and go on with the parts that are kept.
 */
public final class JobStore {

    private static final String SELECT =
            "select job.*, (select count(*) from job_part where job_id = job.id) as done from job ";

    private final Connections database;

    JobStore(Connections database) {
        this.database = database;
    }

    /** Adds a queued job, as given. */
    public void add(BacktestJob job) {
        database.write(handle -> handle.createUpdate("""
                        insert into job (id, study_id, kind, seed, input_sha256, state, total, created_at)
                        values (:id, :study, :kind, :seed, :digest, :state, :total, :createdAt)""")
                .bind("id", job.id())
                .bind("study", job.studyId())
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

    public Optional<BacktestJob> find(String id) {
        return database.read(handle -> handle.createQuery(SELECT + "where id = :id")
                .bind("id", id)
                .map((row, context) -> job(row))
                .findOne());
    }

    /** The newest backtest of a study. */
    public Optional<BacktestJob> latest(String studyId) {
        return database.read(handle -> handle.createQuery(SELECT
                        + "where study_id = :study and kind = 'backtest' order by created_at desc, id desc limit 1")
                .bind("study", studyId)
                .map((row, context) -> job(row))
                .findOne());
    }

    /** Jobs, only those in one state where it is asked for. */
    public List<BacktestJob> list(NewestFirst page) {
        return database.read(handle -> page.bind(handle.createQuery(
                        SELECT + "where (:study is null or study_id = :study) and (:only is null or state = :only)"
                                + NewestFirst.end("job")))
                .map((row, context) -> job(row))
                .list());
    }

    /** Jobs that are not finished, oldest first. */
    public List<BacktestJob> open() {
        return database.read(
                handle -> handle.createQuery(SELECT + "where state in ('queued', 'running') order by created_at, id")
                        .map((row, context) -> job(row))
                        .list());
    }

    /** Ids of the jobs that nobody works on, oldest first: those that wait, and those whose owner is gone. */
    public List<String> startable(Instant now) {
        return database.read(handle -> handle.createQuery("""
                        select id from job
                        where state = 'queued'
                            or state = 'running' and coalesce(leased_until <= :now, true)
                        order by created_at, id""")
                .bind("now", SqlValues.text(now))
                .mapTo(String.class)
                .list());
    }

    /** The result of a finished job. */
    public Optional<String> result(String id) {
        return database.read(handle -> handle.createQuery("select result from job where id = :id")
                .bind("id", id)
                .mapTo(String.class)
                .findOne());
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

    /** @return whether it was running and the owner's */
    public boolean finish(String id, String owner, Instant now, String result) {
        return end(id, owner, State.DONE, now, Optional.empty(), Optional.of(result));
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

    private static BacktestJob job(ResultSet row) throws SQLException {
        Optional<Instant> finished = SqlValues.text(row, "finished_at").map(Instant::parse);
        return new BacktestJob(
                row.getString("id"),
                row.getString("study_id"),
                SqlValues.constant(row, "kind", BacktestJob.Kind.class),
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
