package org.emergencelaw.ingest.reader;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.emergencelaw.ingest.run.FileOutline;
import org.emergencelaw.ingest.run.FormatMatch;
import org.emergencelaw.ingest.run.JsonOutline;
import org.emergencelaw.ingest.run.Reading;
import org.emergencelaw.ingest.run.RunReader;
import org.emergencelaw.ingest.table.ImportFile;

/**
 * Exports of Weights &amp; Biases: the table of runs as CSV, the CSV of a chart (a column a run, a row a step), a run's {@code
 * wandb-summary.json} or history. Nothing is fetched.
 *
 * @see <a href="https://docs.wandb.ai/">Weights &amp; Biases</a>
 */
public final class WeightsAndBiases implements RunReader {

    private static final String RUNS = "runs";
    private static final String CHART = "chart";
    private static final String SUMMARY = "summary";
    private static final Set<String> BESIDE_STATE = Set.of("Runtime", "Created", "Sweep", "Tags", "User");
    private static final Set<String> STEPS = Set.of("Step", "_step", "trainer/global_step", "global_step");
    private static final Set<String> ENDED_BADLY = Set.of("failed", "crashed", "killed");

    /** {@code RUN - METRIC} of a chart, of which the bounds of a bin are copies. */
    private static final Pattern SERIES = Pattern.compile("(.+) - (.+?)(__MIN|__MAX)?");

    @Override
    public String program() {
        return "Weights & Biases";
    }

    @Override
    public String format() {
        return "an export of Weights & Biases";
    }

    @Override
    public FormatMatch match(FileOutline file) {
        JsonOutline root = file.firstObject();
        if (file.isJson())
            return root.has("_wandb") || root.keys().containsAll(Set.of("_runtime", "_timestamp"))
                    ? FormatMatch.yes(SUMMARY)
                    : FormatMatch.NO;
        List<String> columns = file.columns();
        if (columns.containsAll(List.of("Name", "State")) && columns.stream().anyMatch(BESIDE_STATE::contains))
            return FormatMatch.yes(RUNS);
        if (columns.containsAll(List.of("name", "summary", "config")))
            return new FormatMatch(
                    FormatMatch.Kind.NEARLY,
                    "its summaries are dictionaries of Python: export the table on the page of the runs");
        boolean chart = columns.size() > 1
                && STEPS.contains(columns.get(0))
                && columns.stream()
                        .skip(1)
                        .allMatch(column -> SERIES.matcher(column).matches());
        return chart ? FormatMatch.yes(CHART) : FormatMatch.NO;
    }

    @Override
    public void read(List<Matched> files, Reading reading) throws IOException {
        for (Matched each : files) {
            List<TrackedRun> tracked = switch (each.match().what()) {
                case RUNS -> table(each.file(), reading);
                case CHART -> chart(each.file(), reading);
                default -> Trackers.documents(each.file(), reading);
            };
            Trackers.evaluations(each.file(), tracked, program(), reading).forEach(reading::add);
        }
    }

    private static List<TrackedRun> table(ImportFile file, Reading reading) throws IOException {
        List<TrackedRun> runs = new ArrayList<>();
        for (Map<String, String> row : CsvRows.read(file, reading.errors()).rows()) {
            String name = row.getOrDefault("Name", "");
            if (ENDED_BADLY.contains(row.getOrDefault("State", "").toLowerCase(Locale.ROOT)))
                reading.leftOut(file, name, "the run is " + row.getOrDefault("State", ""));
            else runs.add(new TrackedRun(file.part("run " + name), name, row));
        }
        return runs;
    }

    private static List<TrackedRun> chart(ImportFile file, Reading reading) throws IOException {
        CsvRows rows = CsvRows.read(file, reading.errors());
        Map<String, Map<String, String>> byRun = new LinkedHashMap<>();
        String step = rows.columns().get(0);
        for (Map<String, String> row : rows.rows())
            row.forEach((column, text) -> {
                Matcher series = SERIES.matcher(column);
                if (!series.matches() || series.group(3) != null) return;
                String run = series.group(1);
                byRun.computeIfAbsent(run + "\n" + row.getOrDefault(step, ""), each -> new LinkedHashMap<>())
                        .put(series.group(2), text);
            });
        List<TrackedRun> runs = new ArrayList<>();
        byRun.forEach((key, cells) -> {
            String run = key.substring(0, key.indexOf('\n'));
            cells.put("step", key.substring(key.indexOf('\n') + 1));
            runs.add(new TrackedRun(file.part("run " + run), run, cells));
        });
        return runs;
    }
}
