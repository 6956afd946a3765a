package org.emergencelaw.ingest.table;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.emergencelaw.config.TaskCatalogue;
import org.emergencelaw.format.CsvReader;
import org.emergencelaw.format.NumberText;
import org.emergencelaw.format.RowErrors;
import org.emergencelaw.format.TextRules;
import org.emergencelaw.metric.StandardError;
import org.emergencelaw.observation.Warning;

/** The rows of a file whose columns have names of their own. */
final class MappedRows {
    private final List<ColumnMapping.Assignment> assignments;
    private final List<String> columns;
    private final ImportRules rules;
    private final TaskCatalogue catalogue;
    private final RowReader rows;
    private final TreeSet<String> otherTasks = new TreeSet<>();
    private final Set<String> unitsTold = new TreeSet<>();
    private int unmeasured;

    MappedRows(
            List<ColumnMapping.Assignment> assignments,
            List<String> columns,
            ImportRules rules,
            TaskCatalogue catalogue,
            RowErrors errors) {
        this.assignments = assignments;
        this.columns = columns;
        this.rules = rules;
        this.catalogue = catalogue;
        this.rows = new RowReader(rules, errors, Set.of());
    }

    ImportResult read(CsvTable records) {
        boolean more = true;
        for (Optional<CsvReader.CsvRecord> next = records.next(); more && next.isPresent(); next = records.next())
            more = add(next.get());
        ImportResult read = rows.finish(records.notices());
        List<Warning> warnings = new ArrayList<>(read.warnings());
        if (unmeasured > 0)
            warnings.add(new Warning(
                    "rows_without_accuracy",
                    (unmeasured == 1 ? "1 row has" : unmeasured + " rows have")
                            + " no accuracy in the assigned column, and are passed over."));
        List<String> unused = new ArrayList<>(columns);
        assignments.forEach(assignment -> unused.removeAll(assignment.sources()));
        if (!unused.isEmpty())
            warnings.add(new Warning("columns_left_out", "Columns are left out: " + ColumnMapping.shown(unused) + "."));
        if (!otherTasks.isEmpty())
            warnings.add(new Warning(
                    "left_out",
                    "Rows of other tasks than the study's are left out: " + ColumnMapping.shown(List.copyOf(otherTasks))
                            + "."));
        return new ImportResult(read.rows(), read.observations(), read.errors(), read.moreErrors(), warnings);
    }

    private boolean add(CsvReader.CsvRecord record) {
        if (record.error().isPresent() || record.cells().size() != columns.size())
            return rows.reject(
                    record.line(),
                    "",
                    record.error()
                            .orElse("a row must have %d cells like the header, has %d"
                                    .formatted(columns.size(), record.cells().size())),
                    "");
        Map<String, String> file = new LinkedHashMap<>();
        for (int i = 0; i < columns.size(); i++)
            file.put(columns.get(i), TextRules.strip(record.cells().get(i)));
        Set<String> tasks = assignments.stream()
                .flatMap(assignment -> assignment.task().stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        if (units(record.line(), file)) return true;
        if (tasks.isEmpty()) {
            Map<String, String> cells = cells(file, Optional.empty());
            return !measured(cells) || add(record.line(), cells);
        }
        for (String task : tasks) {
            Map<String, String> cells = cells(file, Optional.of(task));
            cells.putIfAbsent("task", task);
            if (measured(cells) && !add(record.line(), cells)) return false;
        }
        return true;
    }

    /** A model that was not measured on a task has an empty cell there, or what a program writes for one. */
    private boolean measured(Map<String, String> cells) {
        boolean assigned = cells.containsKey("accuracy");
        boolean blank = NumberText.absent(cells.getOrDefault("accuracy", ""));
        if (assigned && blank) unmeasured++;
        return !(assigned && blank);
    }

    /** Refuses, once a column, one whose name says a unit that its cells do not. */
    private boolean units(int line, Map<String, String> file) {
        boolean found = false;
        for (ColumnMapping.Assignment assignment : assignments) {
            List<String> sources = assignment.sources();
            if (sources.size() != 1
                    || !Columns.numeric(assignment.column())
                    || !assignment.text().equals("{" + sources.get(0) + "}")) continue;
            String source = sources.get(0), cell = file.getOrDefault(source, "");
            Optional<HeaderUnit> unit = HeaderUnit.of(source);
            if (unit.isEmpty() || NumberText.of(cell, false).value().isEmpty() || !unitsTold.add(source)) continue;
            found = true;
            rows.fault(
                    line,
                    assignment.column(),
                    cell,
                    "%s must be in the unit of the contract, and the column \"%s\" says %s"
                            .formatted(assignment.column(), source, unit.get().said()),
                    "did you mean " + cell + " " + unit.get().said() + "? assign "
                            + unit.get().assignment(assignment.column(), source));
        }
        return found;
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
            StandardError.items(cells.getOrDefault("accuracy", ""), cells.getOrDefault(ColumnMapping.STDERR, ""))
                    .ifPresent(items -> cells.put("n_eval", Integer.toString(items)));
        return rows.add(new Cells.Row(line, cells));
    }

    private Map<String, String> cells(Map<String, String> file, Optional<String> task) {
        Map<String, String> cells = new LinkedHashMap<>();
        for (ColumnMapping.Assignment assignment : assignments)
            if (assignment.task().isEmpty() || assignment.task().equals(task))
                cells.put(assignment.column(), assignment.value(file));
        return cells;
    }
}
