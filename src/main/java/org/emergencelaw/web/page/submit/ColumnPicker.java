package org.emergencelaw.web.page.submit;

import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.emergencelaw.ingest.mend.TableDraft;
import org.emergencelaw.ingest.table.ColumnMapping;
import org.emergencelaw.ingest.table.ColumnMapping.Assignment;
import org.emergencelaw.ingest.table.Columns;
import org.emergencelaw.web.http.FormFields;

/**
 * The first rows of a table, and for each of its columns what it is read as.
 *
 * @param more columns that are not listed
 * @param others assignments that are of no one column, a line each
 */
public record ColumnPicker(List<Picked> columns, int more, String others) {

    private static final int COLUMNS = 60;
    private static final int ROWS = 4;
    private static final int LONGEST = 60;

    /** A unit that people write a column in: what turns a cell, {@code {}}, into the contract's, and its words. */
    private record Unit(String formula, String words) {}

    private static final Map<String, List<Unit>> UNITS = Map.of(
            "accuracy", List.of(new Unit("percent({})", "in percent"), new Unit("1 - {}", "an error rate")),
            "params", List.of(new Unit("{} * 1e6", "in millions"), new Unit("{} * 1e9", "in billions")),
            "tokens", List.of(new Unit("{} * 1e9", "in billions"), new Unit("{} * 1e12", "in trillions")),
            "pretrain_loss_nats",
                    List.of(new Unit("ln({})", "a perplexity"), new Unit("{} * 0.693147", "in bits per token")));

    /**
     * One column of the table.
     *
     * @param first its first cells
     * @param chosen assignment; empty where it is left out
     */
    public record Picked(String column, List<String> first, String chosen, List<Option> options) {}

    /** What a column may be read as; an empty assignment leaves it out. */
    public record Option(String line, String label) {}

    static ColumnPicker of(TableDraft table) {
        boolean named = table.lines().isEmpty();
        List<Assignment> rest =
                new ArrayList<>(ColumnMapping.of(named ? ColumnMapping.asNamed(table.columns()) : table.lines())
                        .assignments());
        List<Picked> picked = new ArrayList<>();
        List<String> columns = table.columns().stream()
                .distinct()
                .filter(name -> !name.isEmpty() && name.chars().noneMatch(c -> c == '{' || c == '}'))
                .limit(COLUMNS)
                .toList();
        for (String column : columns) {
            Optional<Assignment> own = rest.stream()
                    .filter(each -> each.sources().equals(List.of(column)))
                    .findFirst();
            own.ifPresent(rest::remove);
            picked.add(picked(table, column, own.map(ColumnPicker::line).orElse("")));
        }
        return new ColumnPicker(
                picked,
                table.columns().size() - columns.size(),
                named ? "" : String.join("\n", new ColumnMapping(rest).texts()));
    }

    private static String line(Assignment each) {
        return new ColumnMapping(List.of(each)).texts().get(0);
    }

    private static Picked picked(TableDraft table, String column, String chosen) {
        int at = table.columns().indexOf(column);
        List<String> first = table.rows().stream()
                .limit(ROWS)
                .map(row -> at < row.size() ? row.get(at) : "")
                .map(cell -> cell.length() <= LONGEST ? cell : cell.substring(0, LONGEST) + "…")
                .toList();
        Map<String, String> options = new LinkedHashMap<>();
        options.put("", "left out");
        if (ColumnMapping.assignable(column) && !Columns.CONTRACT.contains(column))
            options.put(column + ":={" + column + "}", "kept as a note");
        for (String known : Columns.CONTRACT) {
            options.put(known + ":={" + column + "}", known);
            for (Unit unit : UNITS.getOrDefault(known, List.of()))
                options.put(
                        known + ":=" + unit.formula().replace("{}", "{" + column + "}"), known + ", " + unit.words());
        }
        options.putIfAbsent(chosen, chosen.replace(":=", " = "));
        return new Picked(
                column,
                first,
                chosen,
                options.entrySet().stream()
                        .map(each -> new Option(each.getKey(), each.getValue()))
                        .toList());
    }

    /** What was picked for each column, as the form sends it; empty where it has no picker. */
    static Map<String, String> sent(Context ctx) {
        List<String> columns = FormFields.values(ctx, "pick-column");
        List<String> lines = FormFields.values(ctx, "pick");
        Map<String, String> sent = new LinkedHashMap<>();
        for (int i = 0; i < Math.min(columns.size(), lines.size()); i++) sent.put(columns.get(i), lines.get(i));
        return sent;
    }

    /**
     * The mapping that picks and further assignments make; empty where each column is what it is called.
     *
     * @param others assignments that stand beside the picks, a line each
     */
    static String mapping(Map<String, String> picks, String others) {
        List<String> asNamed = ColumnMapping.asNamed(List.copyOf(picks.keySet()));
        List<String> lines =
                picks.values().stream().filter(line -> !line.isEmpty()).toList();
        if (others.isBlank() && lines.equals(asNamed)) return "";
        List<String> all = new ArrayList<>(lines);
        others.lines().filter(line -> !line.isBlank()).forEach(all::add);
        return String.join("\n", all);
    }
}
