package org.emergencelaw.web.page.submit;

import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.emergencelaw.format.TextRules;
import org.emergencelaw.ingest.mend.TableDraft;
import org.emergencelaw.ingest.table.Cells;
import org.emergencelaw.ingest.table.Columns;
import org.emergencelaw.ingest.table.ObservationCells;
import org.emergencelaw.ingest.table.ObservationCsv;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Study;
import org.emergencelaw.web.http.FormFields;
import org.emergencelaw.workspace.ObservationImport;

/**
 * The submit form as a person left it; nothing in it need be right.
 *
 * @param source where the rows come from
 * @param mode what happens to the saved rows
 * @param base digest of the rows that were saved when the form was opened
 * @param columns columns of the typed rows
 * @param rows typed rows, column to cell
 * @param text pasted CSV or JSON
 * @param reading how files are to be understood
 */
public record SubmitForm(
        Source source,
        ObservationImport.Mode mode,
        String base,
        List<String> columns,
        List<Map<String, String>> rows,
        String text,
        Reading reading) {

    /** Where the rows of a submission come from. */
    public enum Source {
        TYPED,
        PASTE,
        FILE
    }

    /** Most rows that can be typed; more go in as CSV. */
    public static final int MAX_ROWS = 200;

    private static final int MAX_COLUMNS = 24;
    private static final int FRESH_ROWS = 3;

    /** Longest text that is put into the paste box; a browser grows slow with more. */
    static final int MAX_TEXT = 2_000_000;

    /** Fewest characters of a row of CSV. */
    private static final int SHORTEST_ROW = 40;

    /** A form with a few empty rows. */
    static SubmitForm fresh(String base) {
        return new SubmitForm(
                Source.TYPED,
                ObservationImport.Mode.ADD,
                base,
                Columns.TYPED,
                IntStream.range(0, FRESH_ROWS)
                        .mapToObj(i -> Map.<String, String>of())
                        .toList(),
                "",
                Reading.PLAIN);
    }

    /** A form in which a file takes the place of what is saved. */
    static SubmitForm ofFile(String base) {
        SubmitForm fresh = fresh(base);
        return new SubmitForm(
                Source.FILE, ObservationImport.Mode.REPLACE, base, fresh.columns, fresh.rows, "", Reading.PLAIN);
    }

    /** Whether so many saved rows are more than the paste box takes, however short they are. */
    static boolean tooMany(int rows) {
        return rows > MAX_TEXT / SHORTEST_ROW;
    }

    /** The saved rows, to be changed: typed where they are few, else as CSV. */
    static SubmitForm ofSaved(Study study, List<Observation> saved, String base) {
        return saved.size() <= MAX_ROWS ? typed(study, saved, base) : pasted(saved, base);
    }

    private static SubmitForm typed(Study study, List<Observation> saved, String base) {
        List<Map<String, String>> rows = saved.stream()
                .map(ObservationCells::of)
                .map(cells -> withoutStudy(study, cells))
                .toList();
        Set<String> used = new LinkedHashSet<>(Columns.TYPED);
        rows.forEach(row -> used.addAll(row.keySet()));
        List<String> columns = new ArrayList<>(Columns.CONTRACT);
        columns.retainAll(used);
        used.stream().filter(column -> !columns.contains(column)).forEach(columns::add);
        return columns.size() <= MAX_COLUMNS
                ? new SubmitForm(Source.TYPED, ObservationImport.Mode.REPLACE, base, columns, rows, "", Reading.PLAIN)
                : pasted(saved, base);
    }

    private static SubmitForm pasted(List<Observation> saved, String base) {
        String csv = ObservationCsv.text(saved);
        SubmitForm file = ofFile(base);
        return csv.length() <= MAX_TEXT ? file.withPaste(csv) : file;
    }

    private static Map<String, String> withoutStudy(Study study, Map<String, String> cells) {
        Map<String, String> rest = new LinkedHashMap<>(cells);
        rest.remove("task", study.task().name());
        rest.remove("family", study.family());
        return rest;
    }

    /** As sent by the form. */
    static SubmitForm of(Context ctx) {
        List<String> sent = FormFields.values(ctx, "column");
        List<String> columns = sent.isEmpty()
                ? Columns.TYPED
                : sent.stream().limit(MAX_COLUMNS).distinct().toList();
        String count = FormFields.value(ctx, "rows").orElse("0");
        int rows = count.matches("[0-9]{1,3}") ? Math.min(MAX_ROWS, Integer.parseInt(count)) : 0;
        List<Map<String, String>> typed = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            Map<String, String> cells = new LinkedHashMap<>();
            for (int j = 0; j < columns.size(); j++) {
                String cell = FormFields.value(ctx, "cell-" + i + "-" + j).orElse("");
                if (!cell.isBlank()) cells.put(columns.get(j), cell);
            }
            typed.add(cells);
        }
        return new SubmitForm(
                source(ctx),
                mode(FormFields.value(ctx, "mode").orElse("")),
                FormFields.value(ctx, "base").orElse(""),
                columns,
                typed,
                FormFields.value(ctx, "text").orElse(""),
                Reading.of(ctx));
    }

    private static ObservationImport.Mode mode(String chosen) {
        return ObservationImport.Mode.of(false, chosen.equals("replace"), chosen.equals("update"));
    }

    /** Whether the rows take the place of all that are saved. */
    public boolean replace() {
        return mode.replaces();
    }

    private static Source source(Context ctx) {
        return switch (FormFields.value(ctx, "source").orElse("typed")) {
            case "paste" -> Source.PASTE;
            case "file" -> Source.FILE;
            default -> Source.TYPED;
        };
    }

    /** Rows with something in them, as the one reader of all imports wants them; a row keeps its number. */
    List<Cells.Row> typedRows(Study study) {
        List<Cells.Row> filled = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            Map<String, String> cells = new LinkedHashMap<>(rows.get(i));
            // a choice always holds something, so that it does not make a row worth reading
            if (cells.keySet().stream()
                    .noneMatch(column -> Columns.choices(column).isEmpty())) continue;
            cells.putIfAbsent("task", study.task().name());
            filled.add(new Cells.Row(i + 1, cells));
        }
        return filled;
    }

    SubmitForm withRow(Map<String, String> row) {
        if (rows.size() >= MAX_ROWS) return this;
        List<Map<String, String>> more = new ArrayList<>(rows);
        more.add(row);
        return new SubmitForm(source, mode, base, columns, more, text, reading);
    }

    /** The last row again, but for what differs between two measurements of one checkpoint. */
    SubmitForm withLastRowAgain() {
        if (rows.isEmpty()) return withRow(Map.of());
        Map<String, String> again = new LinkedHashMap<>(rows.get(rows.size() - 1));
        again.remove("accuracy");
        again.remove("seed");
        return withRow(again);
    }

    SubmitForm withoutRow(int index) {
        if (index < 0 || index >= rows.size()) return this;
        List<Map<String, String>> fewer = new ArrayList<>(rows);
        fewer.remove(index);
        return new SubmitForm(source, mode, base, columns, fewer, text, reading);
    }

    SubmitForm withPaste(String pasted) {
        return new SubmitForm(Source.PASTE, mode, base, columns, rows, pasted, reading);
    }

    /** The rows that came of files, which a browser would not send again: as a table to save, with the models that go with it. */
    SubmitForm withRead(List<Observation> read, String models) {
        Reading rest = new Reading(models, "", "", "", "");
        return new SubmitForm(Source.PASTE, mode, base, columns, rows, ObservationCsv.text(read), rest);
    }

    SubmitForm withModels(String models) {
        return new SubmitForm(source, mode, base, columns, rows, text, reading.withModels(models));
    }

    /** With what was picked for each column, unless that is of another table. */
    SubmitForm withPicks(Map<String, String> picks, List<String> columns) {
        if (picks.isEmpty()) return this;
        if (columns.containsAll(picks.keySet()))
            return withMapping(
                    ColumnPicker.mapping(picks, reading.mapping()).lines().toList());
        return reading.mapping().contains("accuracy") ? this : withMapping(List.of());
    }

    /** The typed rows as a table. */
    TableDraft typedTable() {
        List<List<String>> cells = rows.stream()
                .map(row -> columns.stream()
                        .map(column -> TextRules.strip(row.getOrDefault(column, "")))
                        .toList())
                .toList();
        return new TableDraft(columns, cells, List.of());
    }

    /** The same rows as the table has them. */
    SubmitForm with(TableDraft table) {
        if (source == Source.TYPED) {
            List<Map<String, String>> typed =
                    table.rows().stream().map(table::read).toList();
            return new SubmitForm(source, mode, base, columns, typed, text, reading);
        }
        boolean same = TableDraft.of(text, table.lines()).filter(table::equals).isPresent();
        return withPaste(same ? text : table.csv()).withMapping(table.lines());
    }

    SubmitForm withMapping(List<String> lines) {
        return new SubmitForm(source, mode, base, columns, rows, text, reading.withMapping(lines));
    }
}
