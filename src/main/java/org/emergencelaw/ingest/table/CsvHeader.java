package org.emergencelaw.ingest.table;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.emergencelaw.format.CsvReader;
import org.emergencelaw.format.CsvWriter;
import org.emergencelaw.format.RowErrors;
import org.emergencelaw.format.TextRules;

/**
 * The first record of a CSV file.
 *
 * @param names column names in the order of the cells; a column that cannot be used has an empty name
 * @param absent columns whose absence is an error that was reported here
 */
public record CsvHeader(List<String> names, Set<String> absent) {

    private static final char[] DELIMITERS = {',', ';', '\t'};

    private static final List<String> OPEN_COMPASS = List.of("dataset", "version", "metric", "mode");

    /**
     * The delimiter that makes most of the first line's cells names of columns; where none does, the one that makes most cells, and
     * a comma where there is but one.
     */
    public static char delimiter(String text) {
        char best = ',';
        double most = 0;
        for (char delimiter : DELIMITERS) {
            List<String> cells = new CsvReader(text, delimiter, CsvTable.WIDEST)
                    .next()
                    .map(CsvReader.CsvRecord::cells)
                    .orElse(List.of());
            long known = cells.stream()
                    .map(TextRules::strip)
                    .filter(Columns::plausible)
                    .count();
            double names = known + (cells.size() - 1.0) / CsvTable.WIDEST;
            if (names > most) {
                most = names;
                best = delimiter;
            }
        }
        return best;
    }

    /** Reads the header and reports its errors; absent when it is no header at all, so that no row can be read. */
    static Optional<CsvHeader> of(CsvReader.CsvRecord record, RowErrors errors) {
        List<String> cells = record.cells();
        if (cells.stream().map(TextRules::strip).toList().containsAll(OPEN_COMPASS)) {
            errors.add(
                    record.line(),
                    "",
                    String.join(",", cells),
                    "columns must be those of observations, and this is a summary of OpenCompass, in which a column is a model",
                    "assign its columns, once a model: model:=NAME, task=dataset, accuracy:=percent({NAME}), regime:=few_shot,"
                            + " examples:=SHOTS, and the model's params and tokens");
            return Optional.empty();
        }
        if (record.error().isPresent() || cells.stream().map(TextRules::strip).noneMatch(Columns::plausible)) {
            errors.add(
                    record.line(),
                    "",
                    String.join(" ", cells),
                    record.error().orElse("the first line must name the columns, separated by comma, semicolon or tab"),
                    "required are " + String.join(", ", Columns.REQUIRED));
            return Optional.empty();
        }
        List<String> names = names(record, errors);
        return Optional.of(new CsvHeader(names, absent(record.line(), names, errors)));
    }

    /** The cells by name. */
    Map<String, String> row(List<String> cells) {
        Map<String, String> row = new LinkedHashMap<>();
        for (int i = 0; i < cells.size(); i++) {
            String name = names.get(i);
            if (name.isEmpty()) continue;
            boolean number = Columns.numeric(name);
            row.put(name, number ? cells.get(i) : CsvWriter.unguarded(TextRules.strip(cells.get(i))));
        }
        return row;
    }

    private static List<String> names(CsvReader.CsvRecord record, RowErrors errors) {
        List<String> names = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < record.cells().size(); i++) {
            String name = CsvWriter.unguarded(TextRules.strip(record.cells().get(i)));
            String cell = "it is cell " + (i + 1) + " of the header; ";
            Optional<String> rule = RowReader.nameRule(name);
            if (rule.isPresent())
                errors.add(record.line(), name, name, rule.get(), cell + "name it or remove the column");
            else if (!seen.add(name))
                errors.add(
                        record.line(),
                        name,
                        name,
                        "a column name must not repeat",
                        cell + "remove or rename one of the columns");
            else {
                names.add(name);
                continue;
            }
            names.add("");
        }
        return names;
    }

    private static Set<String> absent(int line, List<String> names, RowErrors errors) {
        Set<String> absent = new TreeSet<>();
        for (String column : Columns.REQUIRED)
            if (!names.contains(column)) {
                absent.add(column);
                errors.add(line, column, "", "column " + column + " is required", Columns.renameHint(column, names));
            }
        boolean compute = names.contains("train_flops") || (names.contains("params") && names.contains("tokens"));
        boolean loss = names.contains("pretrain_loss_nats") || names.stream().anyMatch(StatedLoss.COLUMNS::contains);
        if (!loss && !compute) {
            absent.add("pretrain_loss_nats");
            errors.add(
                    line,
                    "pretrain_loss_nats",
                    "",
                    "column pretrain_loss_nats is required, or train_flops, or params and tokens",
                    Columns.renameHint("pretrain_loss_nats", names));
        }
        return absent;
    }
}
