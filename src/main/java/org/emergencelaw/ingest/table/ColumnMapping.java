package org.emergencelaw.ingest.table;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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
import org.emergencelaw.format.CsvReader;
import org.emergencelaw.format.RowError;
import org.emergencelaw.format.RowErrors;
import org.emergencelaw.format.TextRules;
import org.emergencelaw.format.Utf8Reader;
import org.emergencelaw.observation.Warning;

/**
 * How the columns of any CSV become those of the contract, also where each task has a column of its own.
 *
 * <p>{@code model=name} takes a column of the file, {@code regime:=few_shot} one text for all rows, {@code
 * model:={size}@step{step}} a text with columns in it, {@code accuracy[mmlu]=acc_mmlu} a column of one task: each row of the file
 * gives one observation a task. Columns that are not named are left out; a name that is none of the contract's makes a note.
 */
public record ColumnMapping(List<Assignment> assignments) {

    private static final Pattern ASSIGNMENT =
            Pattern.compile("([^=:\\[\\]]+?)(?:\\[([^\\]]+)\\])?\\s*(:?=)\\s*(.*)", Pattern.DOTALL);
    private static final Pattern COLUMN = Pattern.compile("\\{([^{}]*)\\}");
    private static final Pattern OF_TASK = Pattern.compile("(acc|accuracy|score|stderr|acc_stderr)(?:__|[_./:])(.+)");
    private static final int NAMES_SHOWN = 20;
    private static final String STDERR = "stderr";

    /**
     * One column of the observations.
     *
     * @param task that it is of; absent: of all
     * @param text column of the file in braces, or any text with such in it
     */
    public record Assignment(String column, Optional<String> task, String text) {

        List<String> sources() {
            return COLUMN.matcher(text).results().map(found -> found.group(1)).toList();
        }

        String value(Map<String, String> row) {
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

    /** A first guess for a file with these columns, one assignment a line; a person looks it over. */
    public static List<String> guess(List<String> columns) {
        List<String> lines = new ArrayList<>();
        Set<String> taken = new LinkedHashSet<>();
        for (String column : Columns.CONTRACT) {
            Optional<String> source = columns.contains(column)
                    ? Optional.of(column)
                    : Columns.lookalike(column, columns).or(() -> alike(column, columns));
            source.filter(taken::add).ifPresent(found -> lines.add(column + "=" + found));
        }
        for (String column : columns) {
            Matcher ofTask = OF_TASK.matcher(column);
            if (ofTask.matches() && taken.add(column))
                lines.add((ofTask.group(1).contains(STDERR) ? STDERR : "accuracy") + "[" + ofTask.group(2) + "]="
                        + column);
        }
        if (lines.stream().noneMatch(line -> line.startsWith("regime="))) lines.add("regime:=few_shot");
        if (lines.stream().noneMatch(line -> line.startsWith("examples="))) lines.add("examples:=0");
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
        String text = TextRules.withoutMark(csv);
        return new CsvReader(text, CsvHeader.delimiter(text), Columns.MAX)
                .next().map(CsvReader.CsvRecord::cells).orElse(List.of()).stream()
                        .map(TextRules::strip)
                        .toList();
    }

    /** Reads UTF-8; throws only when the stream does. */
    public ImportResult read(InputStream in, ImportRules rules, TaskCatalogue catalogue) throws IOException {
        try {
            return read(new BufferedReader(new Utf8Reader(in), ObservationCsv.HEAD), rules, catalogue);
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
        String head = ObservationCsv.head(text);
        List<String> columns = columnsOf(head);
        for (Assignment assignment : assignments)
            for (String source : assignment.sources())
                if (!columns.contains(source))
                    errors.add(
                            1,
                            assignment.column(),
                            source,
                            "an assigned column must be in the file",
                            "its columns are " + shown(columns));
        if (assignments.isEmpty()) errors.add(1, "", "", "at least one column must be assigned", "");
        if (errors.count() > 0) return new ImportResult(0, List.of(), errors.errors(), errors.more(), List.of());
        return new Rows(columns, rules, catalogue, errors)
                .read(new CsvReader(text, CsvHeader.delimiter(head), Columns.MAX));
    }

    private static String shown(List<String> names) {
        return names.stream().limit(NAMES_SHOWN).collect(Collectors.joining(", "))
                + (names.size() > NAMES_SHOWN ? " and " + (names.size() - NAMES_SHOWN) + " more" : "");
    }

    private final class Rows {
        private final List<String> columns;
        private final ImportRules rules;
        private final TaskCatalogue catalogue;
        private final RowReader rows;
        private final TreeSet<String> otherTasks = new TreeSet<>();

        Rows(List<String> columns, ImportRules rules, TaskCatalogue catalogue, RowErrors errors) {
            this.columns = columns;
            this.rules = rules;
            this.catalogue = catalogue;
            this.rows = new RowReader(rules, errors, Set.of());
        }

        ImportResult read(CsvReader records) {
            records.next();
            boolean more = true;
            for (Optional<CsvReader.CsvRecord> next = records.next(); more && next.isPresent(); next = records.next())
                more = add(next.get());
            ImportResult read = rows.finish();
            List<Warning> warnings = new ArrayList<>(read.warnings());
            List<String> unused = new ArrayList<>(columns);
            assignments.forEach(assignment -> unused.removeAll(assignment.sources()));
            if (!unused.isEmpty())
                warnings.add(new Warning("columns_left_out", "Columns are left out: " + shown(unused) + "."));
            if (!otherTasks.isEmpty())
                warnings.add(new Warning(
                        "left_out",
                        "Rows of other tasks than the study's are left out: " + shown(List.copyOf(otherTasks)) + "."));
            return new ImportResult(read.rows(), read.observations(), read.errors(), read.moreErrors(), warnings);
        }

        private boolean add(CsvReader.CsvRecord record) {
            if (record.error().isPresent() || record.cells().size() != columns.size())
                return rows.reject(
                        record.line(),
                        "",
                        record.error()
                                .orElse("a row must have %d cells like the header, has %d"
                                        .formatted(
                                                columns.size(), record.cells().size())),
                        "");
            Map<String, String> file = new LinkedHashMap<>();
            for (int i = 0; i < columns.size(); i++)
                file.put(columns.get(i), TextRules.strip(record.cells().get(i)));
            Set<String> tasks = assignments.stream()
                    .flatMap(assignment -> assignment.task().stream())
                    .collect(Collectors.toCollection(LinkedHashSet::new));
            if (tasks.isEmpty()) return add(record.line(), cells(file, Optional.empty()));
            for (String task : tasks) {
                Map<String, String> cells = cells(file, Optional.of(task));
                // a model that was not measured on a task has an empty cell there
                boolean measured = !cells.getOrDefault("accuracy", "").isEmpty();
                cells.putIfAbsent("task", task);
                if (measured && !add(record.line(), cells)) return false;
            }
            return true;
        }

        private boolean add(int line, Map<String, String> cells) {
            String task = cells.getOrDefault("task", "");
            if (rules.task().isPresent()
                    && !task.isEmpty()
                    && !catalogue.same(rules.task().get(), task)) {
                otherTasks.add(task);
                return true;
            }
            rules.task().ifPresent(name -> cells.put("task", name));
            if (!cells.containsKey("n_eval"))
                StandardError.items(cells.getOrDefault("accuracy", ""), cells.getOrDefault(STDERR, ""))
                        .ifPresent(items -> cells.put("n_eval", Integer.toString(items)));
            return rows.add(new Cells.Row(line, cells));
        }

        private Map<String, String> cells(Map<String, String> file, Optional<String> task) {
            Map<String, String> cells = new LinkedHashMap<>();
            for (Assignment assignment : assignments)
                if (assignment.task().isEmpty() || assignment.task().equals(task))
                    cells.put(assignment.column(), assignment.value(file));
            return cells;
        }
    }
}
