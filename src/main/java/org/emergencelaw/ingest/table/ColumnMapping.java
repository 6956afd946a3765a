package org.emergencelaw.ingest.table;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.emergencelaw.config.TaskCatalogue;
import org.emergencelaw.format.RowError;
import org.emergencelaw.format.RowErrors;
import org.emergencelaw.format.TextRules;
import org.emergencelaw.format.Utf8Reader;

/**
 * How the columns of any CSV become those of the contract, also where each task has a column of its own.
 *
 * <p>{@code model=name} takes a column of the file, {@code regime:=few_shot} one text for all rows, {@code
 * model:={size}@step{step}} a text with columns in it, {@code accuracy[mmlu]=acc_mmlu} a column of one task: each row of the file
 * gives one observation a task. A column of numbers may be computed: {@code accuracy:=percent({MMLU})}, {@code params:={Size} *
 * 1e9}, see {@link CellFormula}. Columns that are not named are left out; a name that is none of the contract's makes a note. Rows
 * without an accuracy are passed over and counted.
 */
public record ColumnMapping(List<Assignment> assignments) {

    private static final Pattern ASSIGNMENT =
            Pattern.compile("([^=:\\[\\]]+?)(?:\\[([^\\]]+)\\])?\\s*(:?=)\\s*(.*)", Pattern.DOTALL);
    private static final Pattern COLUMN = Pattern.compile("\\{([^{}]*)\\}");
    private static final Pattern OF_TASK = Pattern.compile("(acc|accuracy|score|stderr|acc_stderr)(?:__|[_./:])(.+)");
    private static final int NAMES_SHOWN = 20;
    static final String STDERR = "stderr";

    /**
     * One column of the observations.
     *
     * @param task that it is of; absent: of all
     * @param text column of the file in braces, or any text with such in it
     */
    public record Assignment(String column, Optional<String> task, String text) {

        public List<String> sources() {
            return COLUMN.matcher(text).results().map(found -> found.group(1)).toList();
        }

        /** The column of the file that it is, unless it is computed. */
        public Optional<String> plainSource() {
            return CellFormula.column(text) ? Optional.of(sources().get(0)) : Optional.empty();
        }

        /** How it is read where the name of its column says a unit of its own. */
        public Optional<String> inItsUnit() {
            if (!Columns.numeric(column)) return Optional.empty();
            return plainSource()
                    .flatMap(source ->
                            HeaderUnit.of(source).map(unit -> unit.formula().replace("{}", "{" + source + "}")));
        }

        /** Cell of the observation for a row of the file. */
        public String value(Map<String, String> row) {
            if (Columns.numeric(column) || column.equals(STDERR)) {
                Optional<CellFormula> formula = CellFormula.of(text);
                if (formula.isPresent()) return formula.get().value(row);
            }
            return COLUMN.matcher(text)
                    .replaceAll(found -> Matcher.quoteReplacement(row.getOrDefault(found.group(1), "")));
        }
    }

    /**
     * Reads assignments as written above, one a text; blank ones are passed over.
     *
     * @throws IllegalArgumentException if one is no assignment, or two are of the same column
     */
    public static ColumnMapping of(List<String> texts) {
        List<Assignment> assignments = new ArrayList<>();
        Set<String> seen = new TreeSet<>();
        for (String text : texts) {
            if (text.isBlank()) continue;
            Matcher parts = ASSIGNMENT.matcher(TextRules.strip(text));
            if (!parts.matches() || parts.group(4).isBlank())
                throw new IllegalArgumentException(
                        "a column must be assigned as in model=name, regime:=few_shot or accuracy[mmlu]=acc_mmlu, was "
                                + RowError.shown(text));
            String column = TextRules.strip(parts.group(1));
            Optional<String> task = Optional.ofNullable(parts.group(2)).map(TextRules::strip);
            if (!seen.add(column + "\n" + task.orElse("")))
                throw new IllegalArgumentException(
                        "a column must be assigned once, was twice: " + RowError.shown(text));
            String from = TextRules.strip(parts.group(4));
            assignments.add(new Assignment(column, task, parts.group(3).equals("=") ? "{" + from + "}" : from));
        }
        return new ColumnMapping(List.copyOf(assignments));
    }

    /** The assignments as {@link #of} reads them. */
    public List<String> texts() {
        return assignments.stream()
                .map(each -> each.column()
                        + each.task().map(task -> "[" + task + "]").orElse("") + ":=" + each.text())
                .toList();
    }

    /** Each column as what it is called: one of the contract's, or a note. */
    public static List<String> asNamed(List<String> columns) {
        return columns.stream()
                .distinct()
                .filter(ColumnMapping::assignable)
                .map(name -> name + ":={" + name + "}")
                .toList();
    }

    /** Whether a column of this name can be assigned under its own. */
    public static boolean assignable(String name) {
        return !name.isBlank() && name.chars().noneMatch(c -> "{}[]=:".indexOf(c) >= 0);
    }

    /**
     * A first guess for a file with these columns, one assignment a line; a person looks it over.
     *
     * @param shots of few-shot rows that do not say theirs
     */
    public static List<String> guess(List<String> columns, int shots) {
        List<String> lines = new ArrayList<>();
        Set<String> taken = new LinkedHashSet<>();
        Map<String, String> inOtherUnits = Columns.inOtherUnits(columns);
        inOtherUnits.keySet().removeAll(StatedLoss.COLUMNS);
        for (String column : Columns.CONTRACT) {
            Optional<String> source = columns.contains(column)
                    ? Optional.of(column)
                    : Columns.lookalike(column, columns).or(() -> alike(column, columns));
            if (source.isPresent()) source.filter(taken::add).ifPresent(found -> lines.add(column + "=" + found));
            else
                inOtherUnits.entrySet().stream()
                        .filter(unit -> unit.getValue().startsWith(column + ":=") && taken.add(unit.getKey()))
                        .findFirst()
                        .ifPresent(unit -> lines.add(unit.getValue()));
        }
        for (String column : columns)
            if (StatedLoss.COLUMNS.contains(column) || column.equals(StatedLoss.BYTES_PER_TOKEN))
                lines.add(column + "=" + column);
        for (String column : columns) {
            Matcher ofTask = OF_TASK.matcher(column);
            if (ofTask.matches() && taken.add(column))
                lines.add((ofTask.group(1).contains(STDERR) ? STDERR : "accuracy") + "[" + ofTask.group(2) + "]="
                        + column);
        }
        if (lines.stream().noneMatch(line -> line.startsWith("regime="))) lines.add("regime:=few_shot");
        if (lines.stream().noneMatch(line -> line.startsWith("examples="))) lines.add("examples:=" + shots);
        return lines;
    }

    private static Optional<String> alike(String column, List<String> columns) {
        String part = column.equals("train_flops") ? "flop" : column;
        boolean guessed = column.equals("train_flops") || column.equals("model");
        return columns.stream()
                .filter(name -> guessed && name.toLowerCase(Locale.ROOT).contains(part))
                .findFirst();
    }

    /** Columns that a CSV begins with. */
    public static List<String> columnsOf(String csv) {
        return CsvTable.of(csv, CsvTable.WIDEST).names();
    }

    /** Reads UTF-8; throws only when the stream does. */
    public ImportResult read(InputStream in, ImportRules rules, TaskCatalogue catalogue) throws IOException {
        try {
            return read(new BufferedReader(new Utf8Reader(in), CsvTable.HEAD), rules, catalogue);
        } catch (Utf8Reader.Unreadable unreadable) {
            return ImportResult.refused(unreadable.error());
        } catch (UncheckedIOException broken) {
            if (broken.getCause() instanceof Utf8Reader.Unreadable unreadable)
                return ImportResult.refused(unreadable.error());
            throw broken.getCause();
        }
    }

    private ImportResult read(BufferedReader text, ImportRules rules, TaskCatalogue catalogue) throws IOException {
        RowErrors errors = new RowErrors();
        CsvTable table = CsvTable.of(text, CsvTable.head(text), CsvTable.WIDEST);
        List<String> columns = table.names();
        for (Assignment assignment : assignments)
            for (String source : assignment.sources())
                if (!columns.contains(source))
                    errors.add(
                            1,
                            assignment.column(),
                            source,
                            "an assigned column must be in the file",
                            "its columns are " + shown(columns));
        for (String twice : CsvTable.repeated(columns))
            if (assignments.stream().anyMatch(assignment -> assignment.sources().contains(twice)))
                errors.add(
                        1,
                        twice,
                        twice,
                        "an assigned column must stand once in the file; this one stands twice",
                        "rename one of the two, or take it out");
        if (assignments.isEmpty()) errors.add(1, "", "", "at least one column must be assigned", "");
        if (errors.count() > 0) return new ImportResult(0, List.of(), errors.errors(), errors.more(), List.of());
        return new MappedRows(assignments, columns, rules, catalogue, errors).read(table);
    }

    static String shown(List<String> names) {
        return names.stream().limit(NAMES_SHOWN).collect(Collectors.joining(", "))
                + (names.size() > NAMES_SHOWN ? " and " + (names.size() - NAMES_SHOWN) + " more" : "");
    }
}
