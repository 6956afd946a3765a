package org.emergencelaw.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import org.emergencelaw.observation.KnownModel;
import org.emergencelaw.observation.Split;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;

/** What is known of models, by name and revision, for imports that do not say it. */
public final class ModelStore {

    private final Jdbi jdbi;

    ModelStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** All models in the order of their names. */
    public List<KnownModel> all() {
        return jdbi.withHandle(handle -> handle.createQuery("select * from model order by model, revision")
                .map((row, context) -> model(row))
                .list());
    }

    /** Adds models; one that is known already is replaced. */
    public void put(Collection<KnownModel> models) {
        if (models.isEmpty()) return;
        jdbi.useTransaction(handle -> {
            PreparedBatch batch = handle.prepareBatch("""
                    insert into model
                        (model, revision, base, family, params, tokens, train_flops, pretrain_loss_nats, loss_corpus,
                         finetune_examples, seed, split)
                    values (:model, :revision, :base, :family, :params, :tokens, :trainFlops, :loss, :corpus,
                         :examples, :seed, :split)
                    on conflict (model, revision) do update set
                        base = excluded.base, family = excluded.family, params = excluded.params, tokens = excluded.tokens,
                        train_flops = excluded.train_flops, pretrain_loss_nats = excluded.pretrain_loss_nats,
                        loss_corpus = excluded.loss_corpus, finetune_examples = excluded.finetune_examples,
                        seed = excluded.seed, split = excluded.split""");
            for (KnownModel model : models) {
                bind(batch, model);
                batch.add();
            }
            batch.execute();
        });
    }

    /** @param revision empty for the only or main one */
    public boolean delete(String model, String revision) {
        return jdbi.withHandle(
                handle -> handle.createUpdate("delete from model where model = :model and revision = :revision")
                                .bind("model", model)
                                .bind("revision", revision)
                                .execute()
                        == 1);
    }

    private static void bind(PreparedBatch batch, KnownModel model) {
        batch.bind("model", model.model())
                .bind("revision", model.revision())
                .bind("base", model.base())
                .bind("family", model.family())
                .bind("params", SqlValues.boxed(model.params()))
                .bind("tokens", SqlValues.boxed(model.tokens()))
                .bind("trainFlops", SqlValues.boxed(model.trainFlops()))
                .bind("loss", SqlValues.boxed(model.pretrainLossNats()))
                .bind("corpus", model.lossCorpus())
                .bind("examples", SqlValues.boxed(model.finetuneExamples()))
                .bind("seed", SqlValues.boxed(model.seed()))
                .bind("split", SqlValues.key(model.split()));
    }

    private static KnownModel model(ResultSet row) throws SQLException {
        return new KnownModel(
                row.getString("family"),
                row.getString("model"),
                row.getString("revision"),
                row.getString("base"),
                SqlValues.number(row, "params"),
                SqlValues.number(row, "tokens"),
                SqlValues.number(row, "train_flops"),
                SqlValues.number(row, "pretrain_loss_nats"),
                row.getString("loss_corpus"),
                SqlValues.wholeLong(row, "finetune_examples"),
                SqlValues.wholeLong(row, "seed"),
                SqlValues.constant(row, "split", Split.class));
    }
}
