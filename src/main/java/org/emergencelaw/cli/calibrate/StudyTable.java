package org.emergencelaw.cli.calibrate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * A table of observations as text, and the good study that is corrupted: six checkpoints of 20 tokens a parameter whose losses
 * follow Hoffmann et al. 2022, and whose elbows follow {@code E(D) = 2.05 + 0.075 (ln D)^1.15} nats, so that E(5) = 2.18; accuracy
 * {@code 0.25 + 0.9 max(0, E - L)}, noise 0.004 between runs, 2,000 items.
 *
 * @param rows column to cell
 */
record StudyTable(List<Map<String, String>> rows) {

    private static final double[] SIZES = {70e6, 160e6, 410e6, 1e9, 1.4e9, 2.8e9};
    private static final int[] AMOUNTS = {100, 400, 1600, 6400};
    private static final int ITEMS = 2000;
    private static final double NOISE = 0.004;

    StudyTable {
        rows = rows.stream().<Map<String, String>>map(LinkedHashMap::new).toList();
    }

    static StudyTable good(long seed) {
        Random random = new Random(seed);
        List<Map<String, String>> rows = new ArrayList<>();
        for (double size : SIZES) {
            rows.add(row(size, "few_shot", 5, 0, random));
            for (int amount : AMOUNTS)
                for (int run = 1; run <= 2; run++) rows.add(row(size, "finetuned", amount, run, random));
        }
        return new StudyTable(rows);
    }

    private static Map<String, String> row(double size, String regime, int examples, int seed, Random random) {
        double tokens = 20 * size;
        double loss = 1.69 + 406.4 * Math.pow(size, -0.34) + 410.7 * Math.pow(tokens, -0.28);
        double elbow = 2.05 + 0.075 * Math.pow(Math.log(examples), 1.15);
        double accuracy = Math.min(0.98, 0.25 + 0.9 * Math.max(0, elbow - loss)) + NOISE * random.nextGaussian();
        double spread = Math.sqrt(accuracy * (1 - accuracy) / ITEMS);
        long right = Math.round(ITEMS * (accuracy + spread * random.nextGaussian()));
        Map<String, String> row = new LinkedHashMap<>();
        row.put("task", "arc_easy");
        row.put("model", "tern-" + Math.round(size / 1e6) + "m");
        row.put("params", number(size));
        row.put("tokens", number(tokens));
        row.put("pretrain_loss_nats", String.format(Locale.ROOT, "%.5f", loss));
        row.put("regime", regime);
        row.put("examples", Integer.toString(examples));
        row.put("seed", Integer.toString(seed));
        row.put("accuracy", String.format(Locale.ROOT, "%.4f", (double) right / ITEMS));
        row.put("n_eval", Integer.toString(ITEMS));
        return row;
    }

    static String number(double value) {
        return Double.toString(value).replace(".0E", "e").replace('E', 'e');
    }

    /** The same with another text in one column of the rows that are chosen; others stay. */
    StudyTable with(String column, Predicate<Map<String, String>> chosen, UnaryOperator<String> change) {
        StudyTable copy = new StudyTable(rows);
        for (Map<String, String> row : copy.rows)
            if (chosen.test(row)) row.computeIfPresent(column, (name, cell) -> change.apply(cell));
        return copy;
    }

    /** The same with a column taken from other rows. */
    StudyTable withColumn(String column, List<String> cells) {
        StudyTable copy = new StudyTable(rows);
        for (int i = 0; i < cells.size(); i++) copy.rows.get(i).put(column, cells.get(i));
        return copy;
    }

    List<String> column(String name) {
        return rows.stream().map(row -> row.getOrDefault(name, "")).toList();
    }

    List<String> models() {
        return column("model").stream().distinct().toList();
    }

    /** The first cell that differs from another table's, and how many rows do, for a list. */
    String difference(StudyTable other) {
        String first = "";
        int count = 0;
        for (int i = 0; i < Math.min(rows.size(), other.rows.size()); i++) {
            Map<String, String> here = rows.get(i), there = other.rows.get(i);
            if (here.equals(there)) continue;
            count++;
            for (String column : here.keySet())
                if (first.isEmpty() && !cell(here, column).equals(cell(there, column)))
                    first = "%s of %s is %s, not %s"
                            .formatted(column, cell(here, "model"), cell(here, column), cell(there, column));
        }
        return first + ", in " + count + " rows" + (rows.size() > other.rows.size() ? ", more rows" : "");
    }

    private static String cell(Map<String, String> row, String column) {
        return row.getOrDefault(column, "");
    }

    String csv() {
        List<String> columns = List.copyOf(rows.get(0).keySet());
        return String.join(",", columns) + "\n"
                + rows.stream()
                        .map(row -> columns.stream()
                                .map(column -> row.getOrDefault(column, ""))
                                .collect(Collectors.joining(",")))
                        .collect(Collectors.joining("\n"))
                + "\n";
    }
}
