package org.emergencelaw.store;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.emergencelaw.observation.KnownModel;
import org.jdbi.v3.core.statement.PreparedBatch;

/** What is known of models, by name and revision, for imports that do not say it. */
public final class ModelStore {

    private static final RecordColumns<KnownModel> COLUMNS = RecordColumns.of(KnownModel.class);

    /** What another row about the same model says instead. */
    private static final String REPLACED = COLUMNS.names().stream()
            .filter(column -> !column.equals("model") && !column.equals("revision"))
            .map(column -> column + " = excluded." + column)
            .collect(Collectors.joining(", "));

    private final Connections database;

    ModelStore(Connections database) {
        this.database = database;
    }

    /** All models in the order of their names. */
    public List<KnownModel> all() {
        return database.read(handle -> handle.createQuery("select * from model order by model, revision")
                .map((row, context) -> COLUMNS.read(row))
                .list());
    }

    /** Adds models; one that is known already is replaced. */
    public void put(Collection<KnownModel> models) {
        if (models.isEmpty()) return;
        database.useTransaction(handle -> {
            PreparedBatch batch = handle.prepareBatch("insert into model (" + COLUMNS.list("") + ") values ("
                    + COLUMNS.list(":") + ") on conflict (model, revision) do update set " + REPLACED);
            for (KnownModel model : models) {
                COLUMNS.bind(batch, model);
                batch.add();
            }
            batch.execute();
        });
    }

    /** @param revision empty for the only or main one */
    public boolean delete(String model, String revision) {
        return database.write(
                handle -> handle.createUpdate("delete from model where model = :model and revision = :revision")
                                .bind("model", model)
                                .bind("revision", revision)
                                .execute()
                        == 1);
    }
}
