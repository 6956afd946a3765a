package org.emergencelaw.ingest.table;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.emergencelaw.format.RowError;
import org.emergencelaw.format.RowErrors;
import org.emergencelaw.format.TextRules;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Warning;
import org.emergencelaw.plausibility.MixedSeriesCheck;
import org.emergencelaw.plausibility.PlausibilityCheck;
import org.emergencelaw.spill.NewRows;
import org.emergencelaw.spill.Numbering;

/**
 * Turns rows of text into observations: the one reader behind CSV, JSON and the form. Every error of every row is
 * reported; nothing is thrown for bad input.
 */
public final class RowReader {

    /** Most columns that are kept as notes. */
    static final int MAX_NOTES = 200;

    static final String TOO_MANY_NOTES =
            "an import must have at most " + MAX_NOTES + " columns beside those of the contract";
    /** Bytes of heap for each checkpoint of an import: what is known of them is in memory, as rows need not be. */
    private static final int HEAP_OF_CHECKPOINT = 4_000;

    static final int MAX_CHECKPOINTS =
            (int) Math.min(100_000, Runtime.getRuntime().maxMemory() / HEAP_OF_CHECKPOINT);

    static final String TOO_MANY_CHECKPOINTS = "an import must have at most " + MAX_CHECKPOINTS + " checkpoints";
    /** Most characters of all names that are not repeated: they are in memory, too. */
    static final int MAX_NAMES = 8_000_000;

    static final String TOO_MANY_NAMES = "an import must have at most " + MAX_NAMES
            + " characters of different names: of tasks, families, models, metrics, filters, versions";
    /** Longest column name that is read. */
    static final int MAX_NAME_LENGTH = 100;

    private final ImportRules rules;
    private final RowErrors errors;
    private final ObservationCells fields;
    private final ImportWarnings notices;
    private final MixedSeriesCheck mix = new MixedSeriesCheck();
    private final NewRows good = new NewRows();
    private final Numbering<String> files = new Numbering<>();
    private final Set<String> names = new HashSet<>();
    private List<Observation> kept = List.of();
    private int rows;

    /** @param reported required columns whose absence the caller has reported already, once instead of in each row */
    public RowReader(ImportRules rules, RowErrors errors, Set<String> reported) {
        this.rules = rules;
        this.errors = errors;
        this.notices = new ImportWarnings(rules.flopsPerParamToken());
        this.fields = new ObservationCells(rules, reported);
    }

    /** Reads rows of text, such as those of a form. */
    public static ImportResult read(Iterable<Cells.Row> rows, ImportRules rules) {
        RowReader reader = new RowReader(rules, new RowErrors(), Set.of());
        for (Cells.Row row : rows) if (!reader.add(row)) break;
        return reader.finish();
    }

    /** Reads one row; false when there was one row too many and nothing more should be read. */
    public boolean add(Cells.Row row) {
        errors.in(row.file());
        if (!count(row.line())) return false;
        if (!names(row)) return true;
        Cells cells = new Cells(StatedLoss.converted(row, errors), errors);
        Optional<Observation> observation = fields.read(cells);
        return observation.isEmpty() || keep(row, observation.get());
    }

    /** Counts a row that cannot be read as cells; false as in {@link #add}. */
    boolean reject(int line, String value, String rule, String hint) {
        if (!count(line)) return false;
        errors.add(line, "", value, rule, hint);
        return true;
    }

    /** Reports what is wrong with a cell before it is one of the contract's. */
    void fault(int line, String column, String value, String rule, String hint) {
        errors.add(line, column, value, rule, hint);
    }

    /** Reads a row that does not come in, for what it tells of those that do. */
    public void glance(Cells.Row row) {
        fields.read(new Cells(row, new RowErrors()))
                .ifPresent(seen -> mix.glance(seen, good.all().size()));
    }

    /** The good rows up to now, whether they are saved already or not. */
    public List<Observation> good() {
        return good.all();
    }

    /** The rows that come in where none is faulty, once all are read. */
    public List<Observation> kept() {
        return kept;
    }

    public ImportResult finish() {
        return finish(List.of());
    }

    /** @param noticed what the reader of the file has to tell */
    ImportResult finish(List<Warning> noticed) {
        if (rows == 0 && errors.count() == 0)
            errors.add(1, "", "", "an import must have at least one row", "give one observation a row");
        SavedBefore before = new SavedBefore();
        good.compare(rules.saved(), mix::see, before);
        before.tell();
        limit();
        List<Warning> warnings = new ArrayList<>(noticed);
        warnings.addAll(mix.warnings(good.all(), rules.trivialAccuracy()));
        warnings.addAll(notices.warnings());
        if (before.same > 0) warnings.add(growing("already_saved", before.same, "saved already, and passed over"));
        if (rules.update() && before.changed > 0)
            warnings.add(growing("rows_changed", before.changed, "saved with other numbers, and replaced"));
        warnings.addAll(plausibility());
        kept = good.kept(rules.update());
        return new ImportResult(rows, kept, errors.errors(), errors.more(), warnings);
    }

    private static Warning growing(String code, int count, String what) {
        return new Warning(
                code, (count == 1 ? "1 row of the file is " : count + " rows of the file are ") + what + ".");
    }

    /** What the rows look like beside those that are saved. */
    private List<Warning> plausibility() {
        if (errors.count() > 0) return List.of();
        PlausibilityCheck check = new PlausibilityCheck(rules.trivialAccuracy());
        good.together(rules.saved(), check::see);
        return check.warnings();
    }

    private boolean count(int line) {
        if (rows == rules.maxRows()) {
            errors.add(
                    line,
                    "",
                    "",
                    "an import must have at most " + rules.maxRows() + " rows (max_rows)",
                    "split it into several imports");
            return false;
        }
        rows++;
        return true;
    }

    private boolean keep(Cells.Row row, Observation observation) {
        good.add(files.of(row.file()), row.line(), errors.now(), observation);
        notices.see(row.place(), observation);
        mix.see(observation);
        boolean many = good.checkpoints() > MAX_CHECKPOINTS;
        if (!many && good.names() + mix.names() <= MAX_NAMES) return true;
        errors.add(row.line(), "", "", many ? TOO_MANY_CHECKPOINTS : TOO_MANY_NAMES, "split it into several studies");
        return false;
    }

    /** A study must not grow beyond its limit; the first row that would is named. */
    private void limit() {
        int there = rules.saved().size(), room = Math.max(0, rules.maxRows() - there);
        if (good.count() <= room) return;
        NewRows.Place first = good.place(room);
        fault(
                first,
                "a study must have at most " + rules.maxRows() + " rows (max_rows), this one has " + there,
                "make another study, or let whoever runs the service raise the limit");
    }

    private void fault(NewRows.Place row, String rule, String hint) {
        errors.addLate(row.order(), () -> new RowError(files.get(row.file()), row.line(), "", "", rule, hint));
    }

    /** What rows of the import are to those that are saved, and to each other. */
    private final class SavedBefore implements NewRows.Findings {
        private int same;
        private int changed;
        /** The first of the rows that must not change, by their order. */
        private final TreeMap<Long, NewRows.Change> refused = new TreeMap<>();

        @Override
        public void repeats(NewRows.Place row, NewRows.Place first) {
            fault(
                    row,
                    "a row must be a new measurement; this one repeats "
                            + RowError.place(files.get(first.file()), first.line())
                            + " (same task, checkpoint, regime, examples, seed, metric, filter, versions and protocol)",
                    "keep one of the two; only what was trained or prompted anew is another measurement");
        }

        @Override
        public void same(NewRows.Place row) {
            same++;
        }

        @Override
        public void changes(NewRows.Change change) {
            changed++;
            refused.put(change.row().order(), change);
            if (refused.size() > RowErrors.MAX) refused.pollLastEntry();
        }

        /** Says of rows that must not change what is saved; of those beyond the first only their number counts. */
        void tell() {
            if (rules.update() || changed == 0) return;
            Map<Integer, NewRows.Change> bySaved = new HashMap<>();
            refused.values().forEach(each -> bySaved.put(each.saved(), each));
            int[] at = {0};
            rules.saved().forEach(before -> {
                NewRows.Change change = bySaved.get(at[0]++);
                if (change != null)
                    tell(change.row(), before, good.all().get(change.row().index()));
            });
            errors.more(changed - refused.size());
        }

        private void tell(NewRows.Place row, Observation before, Observation now) {
            Map<String, String> was = ObservationCells.of(before), is = ObservationCells.of(now);
            Set<String> columns = new LinkedHashSet<>(was.keySet());
            columns.addAll(is.keySet());
            columns.removeIf(column -> was.getOrDefault(column, "").equals(is.getOrDefault(column, "")));
            String column = columns.stream().findFirst().orElse("");
            errors.addLate(
                    row.order(),
                    () -> new RowError(
                            files.get(row.file()),
                            row.line(),
                            column,
                            is.getOrDefault(column, ""),
                            "a measurement that is saved must not change; saved is %s %s%s"
                                    .formatted(
                                            column,
                                            was.getOrDefault(column, "(empty)"),
                                            columns.size() > 1
                                                    ? ", and " + (columns.size() - 1) + " more columns differ"
                                                    : ""),
                            "take the new rows with --update (update=true), or take the row out"));
        }
    }

    /** Checks names that were not seen before; false when there are so many that the row is not worth reading. */
    private boolean names(Cells.Row row) {
        boolean news = false;
        for (String name : row.cells().keySet()) {
            if (Columns.known(name) || names.contains(name)) continue;
            if (names.size() == MAX_NOTES) {
                errors.add(row.line(), name, name, TOO_MANY_NOTES, "");
                return false;
            }
            news |= names.add(name);
            nameRule(name).ifPresent(rule -> errors.add(row.line(), name, name, rule, ""));
        }
        if (news) notices.names(row.cells().keySet());
        return true;
    }

    /** What a column name breaks; absent when it is fine. */
    static Optional<String> nameRule(String name) {
        if (TextRules.strip(name).isEmpty()) return Optional.of("a column name must not be empty");
        return TextRules.brokenRule(name, MAX_NAME_LENGTH, false).map(rule -> "a column name " + rule);
    }
}
