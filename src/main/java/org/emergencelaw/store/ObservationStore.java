package org.emergencelaw.store;

import com.fasterxml.jackson.core.type.TypeReference;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.TreeMap;
import org.emergencelaw.format.Json;
import org.emergencelaw.observation.Checkpoint;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Regime;
import org.emergencelaw.observation.Split;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Observations of studies, in the order in which they were submitted. */
public final class ObservationStore {

    private static final int BATCH = 1_000;
    private static final String NO_NOTES = "{}";

    private static final TypeReference<TreeMap<String, String>> NOTES = new TypeReference<>() {};

    private final Jdbi jdbi;

    ObservationStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    public List<Observation> of(String studyId) {
        return jdbi.withHandle(
                handle -> handle.createQuery("select * from observation where study_id = :study order by position")
                        .bind("study", studyId)
                        .map((row, context) -> observation(row))
                        .list());
    }

    public int count(String studyId) {
        return jdbi.withHandle(handle -> handle.createQuery("select count(*) from observation where study_id = :study")
                .bind("study", studyId)
                .mapTo(Integer.class)
                .one());
    }

    /** Adds all rows, or none. */
    public void add(String studyId, List<Observation> observations) {
        jdbi.useTransaction(handle -> insert(handle, studyId, observations));
    }

    /** Puts these rows in the place of all others of the study, or changes nothing. */
    public void replace(String studyId, List<Observation> observations) {
        jdbi.useTransaction(handle -> {
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
        PreparedBatch batch = handle.prepareBatch("""
                insert into observation
                    (study_id, position, task, family, model, params, tokens, train_flops, pretrain_loss_nats,
                     loss_corpus, regime, examples, seed, accuracy, n_eval, split, metric, filter, notes)
                values (:study, :position, :task, :family, :model, :params, :tokens, :trainFlops, :loss,
                     :corpus, :regime, :examples, :seed, :accuracy, :nEval, :split, :metric, :filter, :notes)""");
        for (Observation row : observations) {
            bind(batch, studyId, ++position, row);
            batch.add();
            if (batch.size() == BATCH) batch.execute();
        }
        if (batch.size() > 0) batch.execute();
    }

    private static void bind(PreparedBatch batch, String studyId, int position, Observation row) {
        Checkpoint checkpoint = row.checkpoint();
        batch.bind("study", studyId)
                .bind("position", position)
                .bind("task", row.task())
                .bind("family", checkpoint.family())
                .bind("model", checkpoint.model())
                .bind("params", SqlValues.boxed(checkpoint.params()))
                .bind("tokens", SqlValues.boxed(checkpoint.tokens()))
                .bind("trainFlops", SqlValues.boxed(checkpoint.trainFlops()))
                .bind("loss", SqlValues.boxed(checkpoint.pretrainLossNats()))
                .bind("corpus", checkpoint.lossCorpus())
                .bind("regime", SqlValues.key(row.regime()))
                .bind("examples", row.examples())
                .bind("seed", row.seed())
                .bind("accuracy", row.accuracy())
                .bind("nEval", SqlValues.boxed(row.nEval()))
                .bind("split", SqlValues.key(row.split()))
                .bind("metric", row.metric())
                .bind("filter", row.filter())
                .bind("notes", notes(row));
    }

    private static String notes(Observation row) {
        return row.notes().isEmpty() ? NO_NOTES : Json.write(row.notes());
    }

    /** Most rows have none, and thousands of rows are read at once. */
    private static TreeMap<String, String> notes(String kept) {
        return kept.equals(NO_NOTES) ? new TreeMap<>() : Json.read(kept, NOTES);
    }

    private static Observation observation(ResultSet row) throws SQLException {
        return new Observation(
                row.getString("task"),
                new Checkpoint(
                        row.getString("family"),
                        row.getString("model"),
                        SqlValues.number(row, "params"),
                        SqlValues.number(row, "tokens"),
                        SqlValues.number(row, "train_flops"),
                        SqlValues.number(row, "pretrain_loss_nats"),
                        row.getString("loss_corpus")),
                SqlValues.constant(row, "regime", Regime.class),
                row.getLong("examples"),
                row.getLong("seed"),
                row.getDouble("accuracy"),
                SqlValues.whole(row, "n_eval"),
                SqlValues.constant(row, "split", Split.class),
                row.getString("metric"),
                row.getString("filter"),
                notes(row.getString("notes")));
    }
}
