package org.emergencelaw.store;

import java.util.List;
import org.emergencelaw.observation.Observation;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Observations of studies, in the order in which they were submitted. */
public final class ObservationStore {

    private static final int BATCH = 1_000;
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

    public int count(String studyId) {
        return database.read(handle -> handle.createQuery("select count(*) from observation where study_id = :study")
                .bind("study", studyId)
                .mapTo(Integer.class)
                .one());
    }

    /** Adds all rows, or none. */
    public void add(String studyId, List<Observation> observations) {
        database.useTransaction(handle -> insert(handle, studyId, observations));
    }

    /** Puts these rows in the place of all others of the study, or changes nothing. */
    public void replace(String studyId, List<Observation> observations) {
        database.useTransaction(handle -> {
            handle.createUpdate("delete from observation where study_id = :study")
                    .bind("study", studyId)
                    .execute();
            insert(handle, studyId, observations);
        });
    }

    private static void insert(Handle handle, String studyId, List<Observation> observations) {
        int position = handle.createQuery("select coalesce(max(position), 0) from observation where study_id = :study")
                .bind("study", studyId)
                .mapTo(Integer.class)
                .one();
        PreparedBatch batch = handle.prepareBatch("insert into observation (study_id, position, " + COLUMNS.list("")
                + ") values (:study, :position, " + COLUMNS.list(":") + ")");
        for (Observation row : observations) {
            batch.bind("study", studyId).bind("position", ++position);
            COLUMNS.bind(batch, row);
            batch.add();
            if (batch.size() == BATCH) batch.execute();
        }
        if (batch.size() > 0) batch.execute();
    }
}
