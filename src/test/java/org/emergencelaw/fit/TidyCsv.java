package org.emergencelaw.fit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.emergencelaw.observation.Checkpoint;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Regime;
import org.emergencelaw.observation.Split;

/** Reads the plain CSV files of {@code data/} for numeric tests: no quotes, no missing cells in required columns. */
public final class TidyCsv {

    private TidyCsv() {}

    public static List<Observation> read(String path) {
        try {
            return of(Files.readString(Path.of(path)));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    public static List<Observation> of(String text) {
        List<String> lines = text.lines().toList();
        String[] header = lines.get(0).split(",");
        List<Observation> rows = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split(",", -1);
            Map<String, String> row = new HashMap<>();
            for (int i = 0; i < header.length; i++) if (!cells[i].isBlank()) row.put(header[i], cells[i]);
            rows.add(observation(row));
        }
        return rows;
    }

    private static Observation observation(Map<String, String> row) {
        Checkpoint checkpoint = Checkpoint.builder()
                .family(row.getOrDefault("family", ""))
                .model(row.get("model"))
                .params(number(row, "params"))
                .tokens(number(row, "tokens"))
                .trainFlops(number(row, "train_flops"))
                .pretrainLossNats(number(row, "pretrain_loss_nats"))
                .lossCorpus(row.getOrDefault("loss_corpus", ""))
                .build();
        return Observation.builder()
                .task(row.get("task"))
                .checkpoint(checkpoint)
                .regime(Regime.valueOf(row.get("regime").toUpperCase(java.util.Locale.ROOT)))
                .examples(Long.parseLong(row.get("examples")))
                .seed(Long.parseLong(row.getOrDefault("seed", "0")))
                .accuracy(Double.parseDouble(row.get("accuracy")))
                .nEval(
                        row.containsKey("n_eval")
                                ? OptionalInt.of(Integer.parseInt(row.get("n_eval")))
                                : OptionalInt.empty())
                .split("held_out".equals(row.get("split")) ? Split.HELD_OUT : Split.FIT)
                .metric(row.getOrDefault("metric", ""))
                .filter(row.getOrDefault("filter", ""))
                .build();
    }

    private static OptionalDouble number(Map<String, String> row, String column) {
        return row.containsKey(column)
                ? OptionalDouble.of(Double.parseDouble(row.get(column)))
                : OptionalDouble.empty();
    }
}
