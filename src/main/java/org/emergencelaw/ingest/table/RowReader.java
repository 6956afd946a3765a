package org.emergencelaw.ingest.table;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.emergencelaw.format.RowErrors;
import org.emergencelaw.format.TextRules;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Warning;

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
    private final Set<String> names = new HashSet<>();
    private int rows;

    /** @param reported required columns whose absence the caller has reported already, once instead of in each row */
    public RowReader(ImportRules rules, RowErrors errors, Set<String> reported) {
        this.rules = rules;
        this.errors = errors;
        this.notices = new ImportWarnings(rules.flopsPerParamToken());
        this.fields = new ObservationCells(rules, reported);
        rules.saved().forEach(mix::see);
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
        Cells cells = new Cells(row, errors);
        fields.read(cells).ifPresent(observation -> keep(row, observation));
        return true;
    }

    /** Counts a row that cannot be read as cells; false as in {@link #add}. */
    boolean reject(int line, String value, String rule, String hint) {
        if (!count(line)) return false;
        errors.add(line, "", value, rule, hint);
        return true;
    }

    /** Reads a row that does not come in, for what it tells of those that do. */
    public void glance(Cells.Row row) {
        fields.read(new Cells(row, new RowErrors())).ifPresent(mix::seeFilter);
    }

    /** The good rows up to now. */
    public List<Observation> kept() {
        return observations;
    }

    public ImportResult finish() {
        if (rows == 0 && errors.count() == 0)
            errors.add(1, "", "", "an import must have at least one row", "give one observation a row");
        List<Warning> warnings = new ArrayList<>(mix.warnings(rules.trivialAccuracy()));
        warnings.addAll(notices.warnings());
        return new ImportResult(rows, observations, errors.errors(), errors.more(), warnings);
    }

    private boolean count(int line) {
        if (rows == rules.maxRows()) {
            errors.add(
                    line,
                    "",
                    "",
                    "an import must have at most " + rules.maxRows() + " rows",
                    "split it into several imports");
            return false;
        }
        rows++;
        return true;
    }

    private void keep(Cells.Row row, Observation observation) {
        Observation.Identity identity = observation.identity();
        String first = places.putIfAbsent(identity, row.place());
        if (first != null)
            repeated(row.line(), "this one repeats " + first, "give repeated runs different seeds, or remove the row");
        else if (rules.saved().contains(identity))
            repeated(row.line(), "this one is already saved", "remove the row, or give a new run a new seed");
        else observations.add(observation);
        notices.see(row.place(), observation);
        mix.see(observation);
    }

    private void repeated(int line, String what, String hint) {
        String rule = "a row must be a new measurement; " + what
                + " (same task, checkpoint, regime, examples, seed, metric, filter and versions)";
        errors.add(line, "", "", rule, hint);
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
