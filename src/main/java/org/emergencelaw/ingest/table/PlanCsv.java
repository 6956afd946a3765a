package org.emergencelaw.ingest.table;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.emergencelaw.format.CsvReader;
import org.emergencelaw.format.NumberText;
import org.emergencelaw.format.RowError;
import org.emergencelaw.format.TextRules;

/**
 * Reads a list of planned runs from CSV: columns {@code name, params, tokens, train_flops, pretrain_loss_nats, eval_items, path} in
 * any order, all optional. A cell may hold several values, separated by {@code |}: the row then is a grid, every combination of them.
 */
public final class PlanCsv {

    /** Most plans of one list, grids spelt out. */
    public static final int MAX_PLANS = 2_000;

    public static final List<String> COLUMNS =
            List.of("name", "params", "tokens", "train_flops", "pretrain_loss_nats", "eval_items", "path");

    private static final Set<String> QUANTITIES =
            Set.of("params", "tokens", "train_flops", "pretrain_loss_nats", "eval_items");
    private static final int MAX_ERRORS = 20;

    private final List<Plan> plans = new ArrayList<>();
    private final List<String> errors = new ArrayList<>();

    private PlanCsv() {}

    /**
     * One row of the list, or one combination of it.
     *
     * @param line of the text on which it stands
     * @param cells text by column, blank ones left out
     */
    public record Plan(int line, Map<String, String> cells) {

        /** A number; absent when blank. */
        public OptionalDouble quantity(String column) {
            return NumberText.quantity(column, Optional.ofNullable(cells.get(column)));
        }

        public Optional<String> text(String column) {
            return Optional.ofNullable(cells.get(column));
        }
    }

    /** @throws IllegalArgumentException naming every faulty line, up to 20 */
    public static List<Plan> read(String csv) {
        PlanCsv reading = new PlanCsv();
        reading.readAll(TextRules.withoutMark(csv));
        if (!reading.errors.isEmpty())
            throw new IllegalArgumentException("plans: " + String.join("; ", reading.errors));
        if (reading.plans.isEmpty())
            throw new IllegalArgumentException(
                    "plans must have a header line (" + String.join(", ", COLUMNS) + ") and at least one row");
        return reading.plans;
    }

    private void readAll(String text) {
        CsvReader records = new CsvReader(text, delimiter(text), Columns.MAX);
        Optional<CsvReader.CsvRecord> header = records.next();
        if (header.isEmpty()) return;
        List<String> names = header.get().cells().stream().map(TextRules::strip).toList();
        for (String name : names)
            if (!COLUMNS.contains(name))
                error(
                        header.get().line(),
                        "a column must be one of " + String.join(", ", COLUMNS) + ", was \"" + RowError.shown(name)
                                + "\"");
        Optional<CsvReader.CsvRecord> record = records.next();
        while (record.isPresent() && errors.size() < MAX_ERRORS && plans.size() <= MAX_PLANS) {
            read(record.get(), names);
            record = records.next();
        }
    }

    private static char delimiter(String text) {
        String first = text.lines().findFirst().orElse("");
        return first.contains("\t") ? '\t' : first.contains(";") ? ';' : ',';
    }

    private void read(CsvReader.CsvRecord record, List<String> names) {
        if (record.error().isPresent()) error(record.line(), record.error().get());
        else if (record.cells().size() != names.size())
            error(
                    record.line(),
                    "a row must have " + names.size() + " cells like the header, has "
                            + record.cells().size());
        else combine(record, names);
    }

    private void combine(CsvReader.CsvRecord record, List<String> names) {
        List<Map<String, String>> combinations = new ArrayList<>();
        combinations.add(new HashMap<>());
        for (int i = 0; i < names.size(); i++) {
            List<Map<String, String>> wider = new ArrayList<>();
            for (String value : record.cells().get(i).split("\\|", -1))
                for (Map<String, String> begun : combinations) {
                    if (wider.size() > MAX_PLANS) break;
                    Map<String, String> more = new HashMap<>(begun);
                    if (!value.isBlank()) more.put(names.get(i), TextRules.strip(value));
                    wider.add(more);
                }
            combinations = wider;
        }
        if (plans.size() + combinations.size() > MAX_PLANS) {
            error(record.line(), "there must be at most " + MAX_PLANS + " plans, grids spelt out");
            return;
        }
        for (Map<String, String> cells : combinations) {
            Plan plan = new Plan(record.line(), cells);
            try {
                QUANTITIES.forEach(plan::quantity);
                plans.add(plan);
            } catch (IllegalArgumentException broken) {
                error(record.line(), String.valueOf(broken.getMessage()));
                return;
            }
        }
    }

    private void error(int line, String rule) {
        if (errors.size() < MAX_ERRORS) errors.add("line " + line + ": " + rule);
    }
}
