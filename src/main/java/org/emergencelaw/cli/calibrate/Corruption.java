package org.emergencelaw.cli.calibrate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** What goes wrong between a good study and its table, drawn at random; and what may be otherwise and is not wrong. */
enum Corruption {
    /** Counts in thousands, millions or billions, of all checkpoints or of one. */
    COUNT_UNITS {
        @Override
        StudyTable of(StudyTable good, Random random) {
            String column = random.nextBoolean() ? "params" : "tokens";
            double factor = Math.pow(10, -3 * (1 + random.nextInt(3)));
            if (random.nextInt(8) == 0) factor = 1e3;
            double by = factor;
            return good.with(column, some(good, random), number(value -> value * by));
        }
    },
    /** A perplexity or bits for a loss. */
    LOSS_UNITS {
        @Override
        StudyTable of(StudyTable good, Random random) {
            UnaryOperator<Double> unit = List.<UnaryOperator<Double>>of(
                            Math::exp,
                            loss -> loss / Math.log(2),
                            loss -> loss / Math.log(2) / (3.8 + random.nextDouble()))
                    .get(random.nextInt(3));
            return good.with("pretrain_loss_nats", some(good, random), number(unit));
        }
    },
    /** Percent, or a percentage that was divided by 100 twice. */
    PERCENT {
        @Override
        StudyTable of(StudyTable good, Random random) {
            double factor = random.nextBoolean() ? 100 : 0.01;
            return good.with("accuracy", some(good, random), number(value -> value * factor));
        }
    },
    /** Rows again under other seeds, under another name, or with a rounded loss. */
    COPIES {
        @Override
        StudyTable of(StudyTable good, Random random) {
            List<Map<String, String>> rows = new ArrayList<>(good.rows());
            int kind = random.nextInt(3);
            Predicate<Map<String, String>> chosen = some(good, random);
            for (Map<String, String> row : good.rows()) {
                if (!chosen.test(row) || kind == 0 && cell(row, "regime").equals("few_shot")) continue;
                Map<String, String> copy = new LinkedHashMap<>(row);
                if (kind == 0) copy.put("seed", Integer.toString(10 + Integer.parseInt(cell(row, "seed"))));
                if (kind == 1) copy.put("model", cell(row, "model") + "-copy");
                if (kind == 2) {
                    copy.put(
                            "pretrain_loss_nats",
                            String.format(Locale.ROOT, "%.2f", Double.parseDouble(cell(row, "pretrain_loss_nats"))));
                    copy.put("seed", Integer.toString(10 + Integer.parseInt(cell(row, "seed"))));
                }
                rows.add(copy);
            }
            return new StudyTable(rows);
        }
    },
    /** A column whose cells belong to other rows. */
    SHUFFLED_COLUMN {
        @Override
        StudyTable of(StudyTable good, Random random) {
            String column = COLUMNS.get(random.nextInt(COLUMNS.size()));
            List<String> cells = new ArrayList<>(good.column(column));
            Collections.shuffle(cells, random);
            return good.withColumn(column, cells);
        }
    },
    /** Two columns in each other's place. */
    SWAPPED_COLUMNS {
        @Override
        StudyTable of(StudyTable good, Random random) {
            int one = random.nextInt(COLUMNS.size());
            int other = (one + 1 + random.nextInt(COLUMNS.size() - 1)) % COLUMNS.size();
            return good.withColumn(COLUMNS.get(one), good.column(COLUMNS.get(other)))
                    .withColumn(COLUMNS.get(other), good.column(COLUMNS.get(one)));
        }
    },
    /** A column that slipped by a row or more. */
    SHIFTED_ROWS {
        @Override
        StudyTable of(StudyTable good, Random random) {
            String column = COLUMNS.get(random.nextInt(COLUMNS.size()));
            List<String> cells = new ArrayList<>(good.column(column));
            Collections.rotate(cells, (random.nextBoolean() ? 1 : -1) * (1 + random.nextInt(4)));
            return good.withColumn(column, cells);
        }
    },
    /** Few-shot for finetuned and the other way round, of all checkpoints or of one. */
    SWAPPED_REGIMES {
        @Override
        StudyTable of(StudyTable good, Random random) {
            return good.with(
                    "regime", some(good, random), regime -> regime.equals("few_shot") ? "finetuned" : "few_shot");
        }
    };

    private static final List<String> COLUMNS =
            List.of("params", "tokens", "pretrain_loss_nats", "regime", "examples", "seed", "accuracy", "n_eval");

    abstract StudyTable of(StudyTable good, Random random);

    private static String cell(Map<String, String> row, String column) {
        return row.getOrDefault(column, "");
    }

    /** All rows, or those of one checkpoint. */
    private static Predicate<Map<String, String>> some(StudyTable good, Random random) {
        List<String> models = good.models();
        String one = models.get(random.nextInt(models.size()));
        return random.nextBoolean() ? row -> true : row -> cell(row, "model").equals(one);
    }

    private static UnaryOperator<String> number(UnaryOperator<Double> change) {
        return cell -> StudyTable.number(change.apply(Double.parseDouble(cell)));
    }

    /** The study as another honest person would have written it: other names, order, formats and columns. */
    static StudyTable variant(StudyTable good, Random random) {
        StudyTable other = good;
        if (random.nextBoolean()) other = other.with("params", row -> true, cell -> suffixed(cell, 1e6, "M"));
        if (random.nextBoolean()) other = other.with("tokens", row -> true, cell -> suffixed(cell, 1e9, "B"));
        String name = "lab/run-" + random.nextInt(90);
        if (random.nextBoolean()) other = other.with("model", row -> true, cell -> cell.replace("tern", name));
        if (random.nextBoolean())
            other = other.with("pretrain_loss_nats", row -> true, cell -> cell.substring(0, cell.length() - 2));
        double harder = 0.9 + 0.2 * random.nextDouble();
        if (random.nextBoolean())
            other = other.with(
                    "pretrain_loss_nats",
                    row -> true,
                    cell -> String.format(Locale.ROOT, "%.4f", harder * Double.parseDouble(cell)));
        if (random.nextBoolean())
            other = other.with("seed", row -> true, cell -> Integer.toString(1000 + 7 * Integer.parseInt(cell)));
        List<Map<String, String>> rows = new ArrayList<>(other.rows());
        if (random.nextBoolean()) Collections.shuffle(rows, random);
        return new StudyTable(rows);
    }

    private static String suffixed(String cell, double unit, String suffix) {
        return String.format(Locale.ROOT, "%.4f", Double.parseDouble(cell) / unit)
                        .replaceAll("0+$", "")
                        .replaceAll("\\.$", "")
                + suffix;
    }
}
