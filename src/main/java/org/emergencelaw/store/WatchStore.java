package org.emergencelaw.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.emergencelaw.suite.SuitePlan;
import org.emergencelaw.suite.Watch;

/** Watches of suites, and what they saw. */
public final class WatchStore {

    private static final String READINGS = "select watch_reading.*, study.task from watch_reading"
            + " join watch on watch.id = watch_id join study on study.id = study_id where suite_id = :suite ";

    private final Connections database;

    WatchStore(Connections database) {
        this.database = database;
    }

    public void add(Watch watch) {
        database.write(handle -> handle.createUpdate("""
                        insert into watch (id, suite_id, task, plan, threshold, created_at)
                        values (:id, :suite, :task, :plan, :threshold, :createdAt)""")
                .bind("id", watch.id())
                .bind("suite", watch.suiteId())
                .bind("task", watch.task().orElse(null))
                .bind("plan", watch.plannedRun().key())
                .bind("threshold", watch.threshold())
                .bind("createdAt", SqlValues.text(watch.createdAt()))
                .execute());
    }

    /** Of a suite, the oldest first. */
    public List<Watch> of(String suiteId) {
        return database.read(
                handle -> handle.createQuery("select * from watch where suite_id = :suite order by created_at, id")
                        .bind("suite", suiteId)
                        .map((row, context) -> watch(row))
                        .list());
    }

    /** Ids of the suites that are watched. */
    public List<String> suites() {
        return database.read(handle -> handle.createQuery("select distinct suite_id from watch order by suite_id")
                .mapTo(String.class)
                .list());
    }

    public boolean delete(String suiteId, String id) {
        return database.write(handle -> handle.createUpdate("delete from watch where id = :id and suite_id = :suite")
                        .bind("id", id)
                        .bind("suite", suiteId)
                        .execute()
                == 1);
    }

    /** The last reading of a task. */
    public Optional<Watch.Reading> last(Watch watch, String studyId) {
        return database.read(handle -> handle.createQuery(
                        READINGS + "and watch_id = :watch and study_id = :study order by position desc limit 1")
                .bind("suite", watch.suiteId())
                .bind("watch", watch.id())
                .bind("study", studyId)
                .map((row, context) -> reading(row))
                .findOne());
    }

    /** The last reading of every task of every watch of a suite. */
    public List<Watch.Reading> last(String suiteId) {
        return database.read(handle -> handle.createQuery(READINGS + """
                        and position = (select max(position) from watch_reading as other
                            where other.watch_id = watch_reading.watch_id and other.study_id = watch_reading.study_id)
                        order by watch.created_at, watch_id, study.task""")
                .bind("suite", suiteId)
                .map((row, context) -> reading(row))
                .list());
    }

    /** Readings of a suite that passed their threshold, the newest first. */
    public List<Watch.Reading> crossings(String suiteId, int limit) {
        return database.read(handle -> handle.createQuery(
                        READINGS + "and crossed is not null order by at desc, study.task, watch_id limit :limit")
                .bind("suite", suiteId)
                .bind("limit", limit)
                .map((row, context) -> reading(row))
                .list());
    }

    public void add(Watch.Reading reading) {
        database.write(handle -> handle.createUpdate("""
                        insert into watch_reading (watch_id, study_id, position, input_sha256, at, probability, crossed)
                        values (:watch, :study, :position, :input, :at, :probability, :crossed)""")
                .bind("watch", reading.watchId())
                .bind("study", reading.studyId())
                .bind("position", reading.position())
                .bind("input", reading.inputSha256())
                .bind("at", SqlValues.text(reading.at()))
                .bind("probability", reading.probability())
                .bind("crossed", reading.crossed().map(SqlValues::key).orElse(null))
                .execute());
    }

    private static Watch watch(ResultSet row) throws SQLException {
        return new Watch(
                row.getString("id"),
                row.getString("suite_id"),
                SqlValues.text(row, "task"),
                SuitePlan.ofKey(row.getString("plan")),
                row.getDouble("threshold"),
                SqlValues.instant(row, "created_at"));
    }

    private static Watch.Reading reading(ResultSet row) throws SQLException {
        return new Watch.Reading(
                row.getString("watch_id"),
                row.getString("study_id"),
                row.getString("task"),
                row.getInt("position"),
                row.getString("input_sha256"),
                SqlValues.instant(row, "at"),
                row.getDouble("probability"),
                SqlValues.text(row, "crossed").map(how -> Watch.Crossing.valueOf(how.toUpperCase(Locale.ROOT))));
    }
}
