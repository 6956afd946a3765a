package org.emergencelaw.ingest.table;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.emergencelaw.format.RowErrors;
import org.emergencelaw.format.TextRules;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Warning;
import org.emergencelaw.plausibility.MixedSeriesCheck;
import org.emergencelaw.plausibility.PlausibilityCheck;

/**
 * Turns rows of text into observations: the one reader behind CSV, JSON and the form. Every error of every row is
 * reported; nothing is thrown for bad input.
 */
public final class RowReader {

    /** Most columns that are kept as notes. */
    static final int MAX_NOTES = 200;

    static final String TOO_MANY_NOTES =
            "an import must have at most " + MAX_NOTES + " columns beside those of the contract";
    /** Longest column name that is read. */
    static final int MAX_NAME_LENGTH = 100;

    private final ImportRules rules;
    private final RowErrors errors;
    private final ObservationCells fields;
    private final ImportWarnings notices;
    private final MixedSeriesCheck mix = new MixedSeriesCheck();
    private final List<Observation> observations = new ArrayList<>();
    private final Map<Observation.Identity, String> places = new HashMap<>();
    private int alreadySaved;
    private int changed;
    private boolean tooMany;
    private final Set<String> names = new HashSet<>();
    private int rows;

    /** @param reported required columns whose absence the caller has reported already, once instead of in each row */
    public RowReader(ImportRules rules, RowErrors errors, Set<String> reported) {
        this.rules = rules;
        this.errors = errors;
        this.notices = new ImportWarnings(rules.flopsPerParamToken());
        this.fields = new ObservationCells(rules, reported);
        rules.saved().keySet().forEach(mix::see);
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
        fields.read(cells).ifPresent(observation -> keep(row, observation));
        return true;
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
        fields.read(new Cells(row, new RowErrors())).ifPresent(mix::seeFilter);
    }

    /** Rows that are saved already, and are passed over. */
    public int alreadySaved() {
        return alreadySaved;
    }

    /** The good rows up to now. */
    public List<Observation> kept() {
        return observations;
    }

    public ImportResult finish() {
        return finish(List.of());
    }

    /** @param noticed what the reader of the file has to tell */
    ImportResult finish(List<Warning> noticed) {
        if (rows == 0 && errors.count() == 0)
            errors.add(1, "", "", "an import must have at least one row", "give one observation a row");
        List<Warning> warnings = new ArrayList<>(noticed);
        warnings.addAll(mix.warnings(rules.trivialAccuracy()));
        warnings.addAll(notices.warnings());
        if (alreadySaved > 0) warnings.add(growing("already_saved", alreadySaved, "saved already, and passed over"));
        if (changed > 0) warnings.add(growing("rows_changed", changed, "saved with other numbers, and replaced"));
        warnings.addAll(plausibility());
        return new ImportResult(rows, observations, errors.errors(), errors.more(), warnings);
    }

    private static Warning growing(String code, int count, String what) {
        return new Warning(
                code, (count == 1 ? "1 row of the file is " : count + " rows of the file are ") + what + ".");
    }

    /** What the rows look like beside those that are saved. */
    private List<Warning> plausibility() {
        if (errors.count() > 0) return List.of();
        Map<Observation.Identity, Observation> all = new LinkedHashMap<>(rules.saved());
        for (Observation row : observations) all.put(row.identity(), row);
        return PlausibilityCheck.warnings(List.copyOf(all.values()), rules.trivialAccuracy());
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

    private void keep(Cells.Row row, Observation observation) {
        Observation.Identity identity = observation.identity();
        String first = places.putIfAbsent(identity, row.place());
        Observation before = rules.saved().get(identity);
        if (first != null) repeated(row.line(), first);
        else if (before == null) add(row.line(), observation);
        else if (before.equals(observation)) alreadySaved++;
        else if (rules.update()) {
            changed++;
            observations.add(observation);
        } else changes(row.line(), before, observation);
        notices.see(row.place(), observation);
        mix.see(observation);
    }

    private void add(int line, Observation observation) {
        if (rules.saved().size() + (long) observations.size() < rules.maxRows()) observations.add(observation);
        else if (!tooMany) {
            tooMany = true;
            errors.add(
                    line,
                    "",
                    "",
                    "a study must have at most " + rules.maxRows() + " rows (max_rows), this one has "
                            + rules.saved().size(),
                    "make another study, or let whoever runs the service raise the limit");
        }
    }

    private void repeated(int line, String first) {
        errors.add(
                line,
                "",
                "",
                "a row must be a new measurement; this one repeats " + first
                        + " (same task, checkpoint, regime, examples, seed, metric, filter, versions and protocol)",
                "keep one of the two; only what was trained or prompted anew is another measurement");
    }

    private void changes(int line, Observation before, Observation now) {
        Map<String, String> was = ObservationCells.of(before);
        Map<String, String> is = ObservationCells.of(now);
        Set<String> columns = new LinkedHashSet<>(was.keySet());
        columns.addAll(is.keySet());
        columns.removeIf(column -> was.getOrDefault(column, "").equals(is.getOrDefault(column, "")));
        String column = columns.stream().findFirst().orElse("");
        errors.add(
                line,
                column,
                is.getOrDefault(column, ""),
                "a measurement that is saved must not change; saved is %s %s%s"
                        .formatted(
                                column,
                                was.getOrDefault(column, "(empty)"),
                                columns.size() > 1 ? ", and " + (columns.size() - 1) + " more columns differ" : ""),
                "take the new rows with --update (update=true), or take the row out");
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
