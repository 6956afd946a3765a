package org.emergencelaw.ingest.table;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.emergencelaw.format.NumberCell;
import org.emergencelaw.format.NumberText;
import org.emergencelaw.format.RowError;
import org.emergencelaw.format.RowErrors;
import org.emergencelaw.format.TextRules;

/** The cells of one row, by type. A cell that breaks its rule is reported once, and then counts as absent. */
final class Cells {

    /** Longest cell that is read. */
    static final int MAX_LENGTH = 1_000;

    private final Row row;
    private final RowErrors faults;
    private final int faultsBefore;

    Cells(Row row, RowErrors faults) {
        this.row = row;
        this.faults = faults;
        this.faultsBefore = faults.count();
    }

    boolean faulty() {
        return faults.count() > faultsBefore;
    }

    boolean blank(String column) {
        return TextRules.strip(row.cells().getOrDefault(column, "")).isEmpty();
    }

    void fault(String column, String rule, String hint) {
        faults.add(row.line(), column, TextRules.strip(row.cells().getOrDefault(column, "")), rule, hint);
    }

    /** Reports a cell that should not be blank; the name of another column may tell where it went. */
    void missing(String column, String rule) {
        fault(
                column,
                rule,
                faults.full() ? "" : Columns.renameHint(column, row.cells().keySet()));
    }

    /** One line of text. */
    Optional<String> text(String column) {
        return text(column, false);
    }

    OptionalDouble number(String column, boolean suffixes, double above, double most) {
        Optional<String> cell = text(column);
        if (cell.isEmpty()) return OptionalDouble.empty();
        NumberText number = NumberText.of(cell.get(), suffixes);
        double value = number.value().orElse(Double.NaN);
        if (value > above && value <= most) return number.value();
        fault(
                column,
                "%s must be a number above %s and at most %s"
                        .formatted(column, NumberCell.text(above), NumberCell.text(most)),
                number.hint());
        return OptionalDouble.empty();
    }

    OptionalDouble accuracy() {
        Optional<String> cell = text("accuracy");
        if (cell.isEmpty()) return OptionalDouble.empty();
        NumberText number = NumberText.of(cell.get(), false);
        double value = number.value().orElse(Double.NaN);
        if (value >= 0 && value <= 1) return number.value();
        fault("accuracy", "accuracy must be a number from 0 to 1", aboveOneHint(value, cell.get(), number.hint()));
        return OptionalDouble.empty();
    }

    OptionalLong whole(String column, long least, long most) {
        Optional<String> cell = text(column);
        if (cell.isEmpty()) return OptionalLong.empty();
        NumberText.Whole whole = NumberText.Whole.of(cell.get());
        if (whole.value().isPresent()
                && whole.value().getAsLong() >= least
                && whole.value().getAsLong() <= most) return whole.value();
        fault(column, column + " must be a whole number" + range(least, most), whole.hint());
        return OptionalLong.empty();
    }

    /** A hair above 1 is rounding; anything else above 1 was meant as percent. */
    private static String aboveOneHint(double value, String cell, String otherwise) {
        if (!(value > 1)) return otherwise;
        return value < 1.001 ? "did you mean 1?" : NumberText.percentHint(cell);
    }

    private static String range(long least, long most) {
        return least == Long.MIN_VALUE ? "" : " from %d to %d".formatted(least, most);
    }

    /** Unknown columns and the note; these may have several lines. */
    SortedMap<String, String> notes() {
        SortedMap<String, String> notes = new TreeMap<>();
        for (Map.Entry<String, String> cell : row.cells().entrySet())
            if (cell.getKey().equals("note") || !Columns.known(cell.getKey()))
                text(cell.getKey(), true).ifPresent(note -> notes.put(cell.getKey(), note));
        return notes;
    }

    private Optional<String> text(String column, boolean lines) {
        String raw = row.cells().get(column);
        if (raw == null) return Optional.empty();
        String text = TextRules.strip(raw);
        if (text.isEmpty()) return Optional.empty();
        String rule = TextRules.brokenRule(text, MAX_LENGTH, lines);
        if (rule.isEmpty()) return Optional.of(lines ? TextRules.unixLines(text) : text);
        fault(column, RowError.shown(column) + " " + rule, "");
        return Optional.empty();
    }
}
