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

    /** The delimiter that makes most of the first line's cells names of columns; a comma when none does. */
    public static char delimiter(String text) {
        char best = ',';
        long most = 0;
        for (char delimiter : DELIMITERS) {
            long names = new CsvReader(text, delimiter, Columns.MAX)
                    .next().stream()
                            .flatMap(record -> record.cells().stream())
                            .filter(Columns::plausible)
                            .count();
            if (names > most) {
                most = names;
                best = delimiter;
            }
        }
        return best;
    }

    /** Reads the header and reports its faults; absent when it is no header at all, so that no row can be read. */
    static Optional<CsvHeader> of(CsvReader.CsvRecord record, RowErrors faults) {
        List<String> cells = record.cells();
        if (!record.fault().isEmpty() || cells.stream().noneMatch(Columns::plausible)) {
            faults.add(
                    record.line(),
                    "",
                    String.join(" ", cells),
                    record.fault().isEmpty()
                            ? "the first line must name the columns, separated by comma, semicolon or tab"
                            : record.fault(),
                    "required are " + String.join(", ", Columns.REQUIRED));
            return Optional.empty();
        }
        List<String> names = names(record, faults);
        return Optional.of(new CsvHeader(names, absent(record.line(), names, faults)));
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

    private static List<String> names(CsvReader.CsvRecord record, RowErrors faults) {
        List<String> names = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < record.cells().size(); i++) {
            String name = CsvWriter.unguarded(record.cells().get(i));
            String rule = RowReader.nameRule(name);
            String hint =
                    rule.isEmpty() ? "" : "it is cell " + (i + 1) + " of the header; name it or remove the column";
            if (rule.isEmpty() && !seen.add(name)) {
                rule = "a column name must not repeat";
                hint = "it is cell " + (i + 1) + " of the header; remove or rename one of the columns";
            }
            names.add(rule.isEmpty() ? name : "");
            if (!rule.isEmpty()) faults.add(record.line(), name, name, rule, hint);
        }
        return names;
    }

    private static Set<String> absent(int line, List<String> names, RowErrors faults) {
        Set<String> absent = new TreeSet<>();
        for (String column : Columns.REQUIRED)
            if (!names.contains(column)) {
                absent.add(column);
                faults.add(line, column, "", "column " + column + " is required", Columns.renameHint(column, names));
            }
        boolean compute = names.contains("train_flops") || (names.contains("params") && names.contains("tokens"));
        if (!names.contains("pretrain_loss_nats") && !compute) {
            absent.add("pretrain_loss_nats");
            faults.add(
                    line,
                    "pretrain_loss_nats",
                    "",
                    "column pretrain_loss_nats is required, or train_flops, or params and tokens",
                    Columns.renameHint("pretrain_loss_nats", names));
        }
        return absent;
    }
}
