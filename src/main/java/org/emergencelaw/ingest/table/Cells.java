package org.emergencelaw.ingest.table;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.emergencelaw.format.NumberText;
import org.emergencelaw.format.RowError;
import org.emergencelaw.format.RowErrors;
import org.emergencelaw.format.TextRules;

/** The cells of one row, by type. A cell that breaks its rule is reported once, and then counts as absent. */
public final class Cells {

    /** Longest cell that is read. */
    static final int MAX_LENGTH = 1_000;

    /**
     * One observation or model as text: column name to cell.
     *
     * @param file name of its file, where an import has several; else empty
     * @param line where it stands, for error messages
     * @param cells a blank cell means the same as none
     */
    public record Row(String file, int line, Map<String, String> cells) {

        /** A row of the only file. */
        public Row(int line, Map<String, String> cells) {
            this("", line, cells);
        }

        /** Where it stands, for messages. */
        String place() {
            return RowError.place(file, line);
        }
    }

    private final Row row;
    private final RowErrors errors;
    private final int errorsBefore;

    Cells(Row row, RowErrors errors) {
        this.row = row;
        this.errors = errors;
        this.errorsBefore = errors.count();
    }

    boolean faulty() {
        return errors.count() > errorsBefore;
    }

    boolean blank(String column) {
        return TextRules.strip(row.cells().getOrDefault(column, "")).isEmpty();
    }

    /** Whether a cell is this text. */
    boolean holds(String column, String text) {
        return TextRules.strip(row.cells().getOrDefault(column, "")).equals(text);
    }

    void error(String column, String rule, String hint) {
        String possible = hint.equals(NumberText.LEAVE_EMPTY) && Columns.REQUIRED.contains(column)
                ? "leave the row out where the value is not known: an empty cell is refused, too"
                : hint;
        errors.add(row.line(), column, TextRules.strip(row.cells().getOrDefault(column, "")), rule, possible);
    }

    /** Reports a cell that should not be blank; the name of another column may tell where it went. */
    void missing(String column, String rule) {
        error(
                column,
                rule,
                errors.full() ? "" : Columns.renameHint(column, row.cells().keySet()));
    }

    /** One line of text. */
    Optional<String> text(String column) {
        return text(column, false);
    }

    OptionalDouble number(String column, boolean suffixes, double above, double max) {
        Optional<String> cell = text(column);
        if (cell.isEmpty()) return OptionalDouble.empty();
        NumberText number = NumberText.of(cell.get(), suffixes);
        if (number.value().stream().anyMatch(value -> value > above && value <= max)) return number.value();
        error(
                column,
                "%s must be a number above %s and at most %s"
                        .formatted(column, NumberText.text(above), NumberText.text(max)),
                number.hint());
        return OptionalDouble.empty();
    }

    OptionalDouble accuracy() {
        Optional<String> cell = text("accuracy");
        if (cell.isEmpty()) return OptionalDouble.empty();
        NumberText number = NumberText.of(cell.get(), false);
        if (number.value().stream().anyMatch(value -> value >= 0 && value <= 1)) return number.value();
        error("accuracy", "accuracy must be a number from 0 to 1", aboveOneHint(number, cell.get()));
        return OptionalDouble.empty();
    }

    OptionalLong whole(String column, long min, long max) {
        Optional<String> cell = text(column);
        if (cell.isEmpty()) return OptionalLong.empty();
        NumberText.Whole whole = NumberText.Whole.of(cell.get());
        if (whole.value().stream().anyMatch(value -> value >= min && value <= max)) return whole.value();
        error(column, column + " must be a whole number" + range(min, max), whole.hint());
        return OptionalLong.empty();
    }

    /** One of the words that a column may hold. */
    <E extends Enum<E>> Optional<E> choice(String column, List<Column.Choice<E>> choices) {
        Optional<String> cell = text(column);
        if (cell.isEmpty()) return Optional.empty();
        for (Column.Choice<E> choice : choices)
            if (choice.word().equals(cell.get())) return Optional.of(choice.value());
        error(column, column + " must be " + Columns.anyOf(choices), Columns.choiceHint(cell.get(), choices));
        return Optional.empty();
    }

    /** A hair above 1 is rounding; anything else above 1 was meant as percent. */
    private static String aboveOneHint(NumberText number, String cell) {
        if (number.value().isEmpty() || number.value().getAsDouble() <= 1) return number.hint();
        return number.value().getAsDouble() < 1.001 ? "did you mean 1?" : NumberText.percentHint(cell);
    }

    private static String range(long min, long max) {
        return min == Long.MIN_VALUE ? "" : " from %d to %d".formatted(min, max);
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
        Optional<String> rule = TextRules.brokenRule(text, MAX_LENGTH, lines);
        if (rule.isEmpty()) return Optional.of(lines ? TextRules.unixLines(text) : text);
        error(column, RowError.shown(column) + " " + rule.get(), "");
        return Optional.empty();
    }
}
