package org.emergencelaw.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.emergencelaw.format.DisplayNames;
import org.emergencelaw.observation.Checkpoint;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Regime;
import org.emergencelaw.observation.Split;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** Observations of studies, in the order in which they were submitted. */
public final class ObservationStore {

    private static final int BATCH = 1_000;
    private static final String NO_NOTES = "{}";
    private static final TypeReference<TreeMap<String, String>> NOTES = new TypeReference<>() {};

    private final Jdbi jdbi;
    private final ObjectMapper json;

    ObservationStore(Jdbi jdbi, ObjectMapper json) {
        this.jdbi = jdbi;
        this.json = json;
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

    private void insert(Handle handle, String studyId, List<Observation> observations) {
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

    private void bind(PreparedBatch batch, String studyId, int position, Observation row) {
        Checkpoint checkpoint = row.checkpoint();
        batch.bind("study", studyId)
                .bind("position", position)
                .bind("task", row.task())
                .bind("family", checkpoint.family())
                .bind("model", checkpoint.model())
                .bind("params", boxed(checkpoint.params()))
                .bind("tokens", boxed(checkpoint.tokens()))
                .bind("trainFlops", boxed(checkpoint.trainFlops()))
                .bind("loss", boxed(checkpoint.pretrainLossNats()))
                .bind("corpus", checkpoint.lossCorpus())
                .bind("regime", DisplayNames.key(row.regime()))
                .bind("examples", row.examples())
                .bind("seed", row.seed())
                .bind("accuracy", row.accuracy())
                .bind("nEval", row.nEval().isPresent() ? (Integer) row.nEval().getAsInt() : null)
                .bind("split", DisplayNames.key(row.split()))
                .bind("metric", row.metric())
                .bind("filter", row.filter())
                .bind("notes", notes(row));
    }

    private static @Nullable Double boxed(OptionalDouble value) {
        return value.isPresent() ? (Double) value.getAsDouble() : null;
    }

    /** Most rows have none, and thousands of rows are read at once. */
    private TreeMap<String, String> notes(String kept) throws JsonProcessingException {
        return kept.equals(NO_NOTES) ? new TreeMap<>() : json.readValue(kept, NOTES);
    }

    private String notes(Observation row) {
        if (row.notes().isEmpty()) return NO_NOTES;
        try {
            return json.writeValueAsString(row.notes());
        } catch (JsonProcessingException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    private Observation observation(ResultSet row) throws SQLException {
        try {
            return new Observation(
                    row.getString("task"),
                    new Checkpoint(
                            row.getString("family"),
                            row.getString("model"),
                            optional(row, "params"),
                            optional(row, "tokens"),
                            optional(row, "train_flops"),
                            optional(row, "pretrain_loss_nats"),
                            row.getString("loss_corpus")),
                    Regime.valueOf(row.getString("regime").toUpperCase(Locale.ROOT)),
                    row.getLong("examples"),
                    row.getLong("seed"),
                    row.getDouble("accuracy"),
                    items(row),
                    Split.valueOf(row.getString("split").toUpperCase(Locale.ROOT)),
                    row.getString("metric"),
                    row.getString("filter"),
                    notes(row.getString("notes")));
        } catch (JsonProcessingException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static OptionalDouble optional(ResultSet row, String column) throws SQLException {
        double value = row.getDouble(column);
        return row.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    private static OptionalInt items(ResultSet row) throws SQLException {
        int value = row.getInt("n_eval");
        return row.wasNull() ? OptionalInt.empty() : OptionalInt.of(value);
    }
}
