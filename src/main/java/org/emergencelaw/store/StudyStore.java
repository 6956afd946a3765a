package org.emergencelaw.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.emergencelaw.observation.Study;
import org.jdbi.v3.core.statement.Update;

/** Studies by id. */
public final class StudyStore {

    /** The name of the task is the column {@code task}, beside the study's own name. */
    private static final RecordColumns<Study> COLUMNS = RecordColumns.of(Study.class, Map.of("task.name", "task"));

    private final Connections database;

    static Study read(ResultSet row) throws SQLException {
        return COLUMNS.read(row);
    }

    StudyStore(Connections database) {
        this.database = database;
    }

    /** @return false if the id is taken */
    public boolean add(Study study) {
        return database.write(handle -> {
            Update insert = handle.createUpdate("insert into study (" + COLUMNS.list("") + ") values ("
                    + COLUMNS.list(":") + ") on conflict (id) do nothing");
            COLUMNS.bind(insert, study);
            return insert.execute() == 1;
        });
    }

    public long count() {
        return database.read(handle -> handle.createQuery("select count(*) from study")
                .mapTo(Long.class)
                .one());
    }

    public Optional<Study> find(String id) {
        return database.read(handle -> handle.createQuery("select * from study where id = :id")
                .bind("id", id)
                .map((row, context) -> read(row))
                .findOne());
    }

    /**
     * Studies in order of id.
     *
     * @param after id of the last study already seen; empty for the first page
     */
    public List<Study> list(String after, int limit) {
        return list(after, "", limit);
    }

    /** The same, of those whose id, name, task or family holds a text. */
    public List<Study> list(String after, String text, int limit) {
        return database.read(handle -> handle.createQuery("select * from study where id > :after and "
                        + SqlValues.search("id", "name", "task", "family") + " order by id limit :limit")
                .bind("after", after)
                .bind("search", SqlValues.searched(text))
                .bind("limit", limit)
                .map((row, context) -> read(row))
                .list());
    }

    /** Another name, which nothing was computed of. */
    public void rename(String id, String name) {
        database.write(handle -> handle.createUpdate("update study set name = :name where id = :id")
                .bind("id", id)
                .bind("name", name)
                .execute());
    }

    /**
     * What is computed and shown of a study as a text: another after whatever changes its rows, what it is, its newest fit, or which
     * job has to end first. Absent where nothing tells quickly which rows it has.
     */
    public Optional<String> state(String id) {
        return database.asText("""
                select study.*, newest.id, newest.created_at, length(newest.fit), length(newest.draws),
                    (select count(*) from job where study_id = study.id and kind in ('example', 'fit')
                        and state in ('queued', 'running'))
                from study left join fit newest
                    on newest.sequence = (select max(sequence) from fit where study_id = study.id)
                where study.id = :id and observation_revision is not null""", id);
    }

    /** Digest of the rows of a study; absent where it was not computed since they changed. */
    public Optional<String> revision(String id) {
        return database.read(handle -> handle.createQuery("select observation_revision from study where id = :id")
                .bind("id", id)
                .mapTo(String.class)
                .findOne());
    }

    /** Says which rows a study has, until they change. */
    public void setRevision(String id, String revision) {
        database.write(handle -> handle.createUpdate("update study set observation_revision = :revision where id = :id")
                .bind("id", id)
                .bind("revision", revision)
                .execute());
    }

    /** The study in the place of the one with its id; fits and forecasts of what that was are gone. */
    public void change(Study study) {
        String columns = COLUMNS.names().stream()
                .filter(column -> !column.equals("id"))
                .map(column -> column + " = :" + column)
                .collect(Collectors.joining(", "));
        database.useTransaction(handle -> {
            Update update = handle.createUpdate("update study set " + columns + " where id = :id");
            COLUMNS.bind(update, study);
            update.execute();
            handle.createUpdate("delete from fit where study_id = :id")
                    .bind("id", study.id())
                    .execute();
        });
    }

    /** Deletes a study with all its observations, fits and forecasts. */
    public boolean delete(String id) {
        return database.write(handle -> handle.createUpdate("delete from study where id = :id")
                        .bind("id", id)
                        .execute()
                == 1);
    }
}
