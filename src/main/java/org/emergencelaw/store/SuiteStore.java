package org.emergencelaw.store;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.emergencelaw.observation.Study;
import org.emergencelaw.observation.Suite;
import org.jdbi.v3.core.statement.Update;

/** Suites by id, which studies are theirs, and which locked forecasts were locked with them. */
public final class SuiteStore {

    private static final RecordColumns<Suite> COLUMNS = RecordColumns.of(Suite.class);

    private final Connections database;

    SuiteStore(Connections database) {
        this.database = database;
    }

    /** @return false if the id is taken */
    public boolean add(Suite suite) {
        return database.write(handle -> {
            Update insert = handle.createUpdate("insert into suite (" + COLUMNS.list("") + ") values ("
                    + COLUMNS.list(":") + ") on conflict (id) do nothing");
            COLUMNS.bind(insert, suite);
            return insert.execute() == 1;
        });
    }

    public Optional<Suite> find(String id) {
        return database.read(handle -> handle.createQuery("select * from suite where id = :id")
                .bind("id", id)
                .map((row, context) -> COLUMNS.read(row))
                .findOne());
    }

    /**
     * Suites in order of id.
     *
     * @param after id of the last one already seen; empty for the first page
     * @param text which id, name or family holds; empty for all
     */
    public List<Suite> list(String after, String text, int limit) {
        return database.read(handle -> handle.createQuery("select * from suite where id > :after and "
                        + SqlValues.search("id", "name", "family") + " order by id limit :limit")
                .bind("after", after)
                .bind("search", SqlValues.searched(text))
                .bind("limit", limit)
                .map((row, context) -> COLUMNS.read(row))
                .list());
    }

    /** The suite that a study is of; absent for one by itself. */
    public Optional<Suite> ofStudy(String studyId) {
        return database.read(handle -> handle.createQuery(
                        "select suite.* from suite join suite_study on suite_id = suite.id where study_id = :study")
                .bind("study", studyId)
                .map((row, context) -> COLUMNS.read(row))
                .findOne());
    }

    /** Makes a study one of a suite. */
    public void join(String suiteId, String studyId) {
        database.write(
                handle -> handle.createUpdate("insert into suite_study (suite_id, study_id) values (:suite, :study)")
                        .bind("suite", suiteId)
                        .bind("study", studyId)
                        .execute());
    }

    /** Studies of a suite, in the order of their tasks. */
    public List<Study> studies(String suiteId) {
        return database.read(handle -> handle.createQuery("select study.* from study join suite_study"
                        + " on study_id = study.id where suite_id = :suite order by task, id")
                .bind("suite", suiteId)
                .map((row, context) -> StudyStore.read(row))
                .list());
    }

    /** Deletes a suite with all its studies. */
    public boolean delete(String id) {
        return database.inTransaction(handle -> {
            handle.createUpdate("delete from study where id in (select study_id from suite_study where suite_id = :id)")
                    .bind("id", id)
                    .execute();
            return handle.createUpdate("delete from suite where id = :id")
                            .bind("id", id)
                            .execute()
                    == 1;
        });
    }

    /** Says that a forecast was locked with a suite. */
    public void locked(String suiteId, String forecastId, Instant at) {
        database.write(handle -> handle.createUpdate(
                        "insert into suite_lock (forecast_id, suite_id, locked_at) values (:forecast, :suite, :at)")
                .bind("forecast", forecastId)
                .bind("suite", suiteId)
                .bind("at", SqlValues.text(at))
                .execute());
    }

    /** Suite by forecast, of all forecasts that were locked with one. */
    public Map<String, String> locks() {
        Map<String, String> suites = new TreeMap<>();
        database.useToRead(handle -> handle.createQuery("select forecast_id, suite_id from suite_lock")
                .map((row, context) -> Map.entry(row.getString("forecast_id"), row.getString("suite_id")))
                .forEach(lock -> suites.put(lock.getKey(), lock.getValue())));
        return suites;
    }
}
