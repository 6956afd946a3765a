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
import java.util.TreeMap;
import org.emergencelaw.observation.Checkpoint;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Regime;
import org.emergencelaw.observation.Split;

/** Reads the plain CSV files of {@code data/} for numeric tests: no quotes, no missing cells in required columns. */
public final class TidyCsv {

    private TidyCsv() {}

    public static List<Observation> read(String path) {
        try {
            List<String> lines = Files.readAllLines(Path.of(path));
            String[] header = lines.get(0).split(",");
            List<Observation> rows = new ArrayList<>();
            for (String line : lines.subList(1, lines.size())) {
                String[] cells = line.split(",", -1);
                Map<String, String> row = new HashMap<>();
                for (int i = 0; i < header.length; i++) if (!cells[i].isBlank()) row.put(header[i], cells[i]);
                rows.add(observation(row));
            }
            return rows;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Observation observation(Map<String, String> row) {
        Checkpoint checkpoint = new Checkpoint(
                row.getOrDefault("family", ""),
                row.get("model"),
                number(row, "params"),
                number(row, "tokens"),
                number(row, "train_flops"),
                number(row, "pretrain_loss_nats"),
                row.getOrDefault("loss_corpus", ""));
        return new Observation(
                row.get("task"),
                checkpoint,
                Regime.valueOf(row.get("regime").toUpperCase(java.util.Locale.ROOT)),
                Long.parseLong(row.get("examples")),
                Long.parseLong(row.getOrDefault("seed", "0")),
                Double.parseDouble(row.get("accuracy")),
                row.containsKey("n_eval") ? OptionalInt.of(Integer.parseInt(row.get("n_eval"))) : OptionalInt.empty(),
                "held_out".equals(row.get("split")) ? Split.HELD_OUT : Split.FIT,
                row.getOrDefault("metric", ""),
                row.getOrDefault("filter", ""),
                new TreeMap<>());
    }

    private static OptionalDouble number(Map<String, String> row, String column) {
        return row.containsKey(column)
                ? OptionalDouble.of(Double.parseDouble(row.get(column)))
                : OptionalDouble.empty();
    }
}
