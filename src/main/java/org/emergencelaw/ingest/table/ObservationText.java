package org.emergencelaw.ingest.table;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import org.emergencelaw.format.NumberCell;
import org.emergencelaw.observation.Checkpoint;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Regime;
import org.emergencelaw.observation.Split;

/** An observation as text by column, as {@link RowReader} reads it; what is absent is left out. */
public final class ObservationText {

    private ObservationText() {}

    public static Map<String, String> of(Observation observation) {
        Map<String, String> cells = new LinkedHashMap<>();
        Checkpoint checkpoint = observation.checkpoint();
        put(cells, "task", observation.task());
        put(cells, "family", checkpoint.family());
        put(cells, "model", checkpoint.model());
        put(cells, "params", checkpoint.params());
        put(cells, "tokens", checkpoint.tokens());
        put(cells, "train_flops", checkpoint.trainFlops());
        put(cells, "pretrain_loss_nats", checkpoint.pretrainLossNats());
        put(cells, "loss_corpus", checkpoint.lossCorpus());
        put(cells, "regime", observation.regime() == Regime.FEW_SHOT ? "few_shot" : "finetuned");
        put(cells, "examples", Long.toString(observation.examples()));
        put(cells, "seed", Long.toString(observation.seed()));
        put(cells, "accuracy", NumberCell.text(observation.accuracy()));
        observation.nEval().ifPresent(items -> put(cells, "n_eval", Integer.toString(items)));
        put(cells, "split", observation.split() == Split.FIT ? "fit" : "held_out");
        put(cells, "metric", observation.metric());
        put(cells, "filter", observation.filter());
        observation.notes().forEach((name, note) -> {
            if (name.equals("note") || !Columns.known(name)) put(cells, name, note);
        });
        return cells;
    }

    private static void put(Map<String, String> cells, String column, String text) {
        if (!text.isEmpty()) cells.put(column, text);
    }

    private static void put(Map<String, String> cells, String column, OptionalDouble value) {
        value.ifPresent(number -> cells.put(column, NumberCell.text(number)));
    }
}
