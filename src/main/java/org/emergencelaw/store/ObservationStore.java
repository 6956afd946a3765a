package org.emergencelaw.store;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Split;
import org.emergencelaw.spill.RowSequence;
import org.emergencelaw.spill.SpilledRows;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/** Observations of studies, in the order in which they were submitted. */
public final class ObservationStore {

    /** Rows that are written at once, and bytes of heap that they may take. */
    private static final int BATCH = 1_000, BATCH_BYTES = 4 << 20;

    /** Rows that are read at once to be changed: each may have many notes. */
    private static final int PAGE = 100;

    private static final RecordColumns<Observation> COLUMNS = RecordColumns.of(Observation.class);

    private final Connections database;

    ObservationStore(Connections database) {
        this.database = database;
    }

    public List<Observation> of(String studyId) {
        return database.read(
                handle -> handle.createQuery("select * from observation where study_id = :study order by position")
                        .bind("study", studyId)
                        .map((row, context) -> COLUMNS.read(row))
                        .list());
    }

    /** The same rows one by one; what is read of them is of one moment each time. */
    public RowSequence sequence(String studyId) {
        return new Saved(this, studyId);
    }

    /** Rows of a study that are read when they are asked for. */
    private record Saved(ObservationStore store, String studyId) implements RowSequence {

        @Override
        public int size() {
            return store.count(studyId);
        }

        @Override
        public void forEach(Consumer<? super Observation> work) {
            store.database.useToRead(
                    handle -> handle.createQuery("select * from observation where study_id = :study order by position")
                            .bind("study", studyId)
                            .map((row, context) -> COLUMNS.read(row))
                            .forEach(work));
        }

        @Override
        public TreeSet<String> noteNames() {
            TreeSet<String> names = new TreeSet<>();
            store.database.useToRead(handle -> handle.createQuery(
                            "select notes from observation where study_id = :study and notes <> '{}'")
                    .bind("study", studyId)
                    .map((row, context) -> RecordColumns.map(row.getString(1)).keySet())
                    .forEach(names::addAll));
            return names;
        }
    }

    /** How many rows are in a split, such as those that are excluded. */
    public int count(String studyId, Split split) {
        return database.read(handle -> handle.createQuery(
                        "select count(*) from observation where study_id = :study and split = :split")
                .bind("study", studyId)
                .bind("split", SqlValues.key(split))
                .mapTo(Integer.class)
                .one());
    }

    public int count(String studyId) {
        return database.read(handle -> handle.createQuery("select count(*) from observation where study_id = :study")
                .bind("study", studyId)
                .mapTo(Integer.class)
                .one());
    }

    /** The same of several studies, by their ids; those without rows are left out. */
    public Map<String, Integer> counts(List<String> studyIds) {
        if (studyIds.isEmpty()) return Map.of();
        return database.read(handle -> handle.createQuery("select study_id, count(*) as rows_of_it from observation"
                        + " where study_id in (<studies>) group by study_id")
                .bindList("studies", studyIds)
                .map((row, context) -> Map.entry(row.getString(1), row.getInt(2)))
                .collectToMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** Adds all rows, or none. */
    public void add(String studyId, Iterable<Observation> observations) {
        database.useTransaction(handle -> insert(handle, studyId, observations));
    }

    /** Puts these rows in the place of all others of the study, or changes nothing. */
    public void replace(String studyId, Iterable<Observation> observations) {
        database.useTransaction(handle -> {
            handle.createUpdate("delete from observation where study_id = :study")
                    .bind("study", studyId)
                    .execute();
            insert(handle, studyId, observations);
        });
    }

    /** Gives each row what it becomes, in their order; those that stay the same are not written. */
    public void change(String studyId, UnaryOperator<Observation> change) {
        database.useTransaction(handle -> {
            String set = COLUMNS.names().stream()
                    .map(column -> column + " = :" + column)
                    .collect(Collectors.joining(", "));
            int last = 0;
            for (List<Placed> page = page(handle, studyId, last); !page.isEmpty(); page = page(handle, studyId, last)) {
                PreparedBatch batch = handle.prepareBatch(
                        "update observation set " + set + " where study_id = :study and position = :position");
                for (Placed each : page) {
                    Observation now = change.apply(each.row());
                    last = each.position();
                    if (now.equals(each.row())) continue;
                    batch.bind("study", studyId).bind("position", last);
                    COLUMNS.bind(batch, now);
                    batch.add();
                }
                if (batch.size() > 0) batch.execute();
            }
        });
    }

    private record Placed(int position, Observation row) {}

    private static List<Placed> page(Handle handle, String studyId, int after) {
        return handle.createQuery("select * from observation where study_id = :study and position > :after"
                        + " order by position limit " + PAGE)
                .bind("study", studyId)
                .bind("after", after)
                .map((row, context) -> new Placed(row.getInt("position"), COLUMNS.read(row)))
                .list();
    }

    private static void insert(Handle handle, String studyId, Iterable<Observation> observations) {
        int position = handle.createQuery("select coalesce(max(position), 0) from observation where study_id = :study")
                .bind("study", studyId)
                .mapTo(Integer.class)
                .one();
        String sql = "insert into observation (study_id, position, " + COLUMNS.list("") + ") values (?, ?"
                + ", ?".repeat(COLUMNS.names().size()) + ")";
        try (PreparedStatement batch = handle.getConnection().prepareStatement(sql)) {
            int waiting = 0, bytes = 0;
            for (Observation row : observations) {
                batch.setString(1, studyId);
                batch.setInt(2, ++position);
                COLUMNS.bind(batch, 3, row);
                batch.addBatch();
                waiting++;
                bytes += SpilledRows.heapOf(row);
                if (waiting < BATCH && bytes < BATCH_BYTES) continue;
                batch.executeBatch();
                waiting = bytes = 0;
            }
            if (waiting > 0) batch.executeBatch();
        } catch (SQLException failed) {
            throw new UnableToExecuteStatementException(
                    failed, handle.createUpdate(sql).getContext());
        }
    }
}
