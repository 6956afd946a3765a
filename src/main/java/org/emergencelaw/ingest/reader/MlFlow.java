package org.emergencelaw.ingest.reader;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.emergencelaw.ingest.run.FileOutline;
import org.emergencelaw.ingest.run.FormatMatch;
import org.emergencelaw.ingest.run.JsonDocuments;
import org.emergencelaw.ingest.run.JsonOutline;
import org.emergencelaw.ingest.run.Reading;
import org.emergencelaw.ingest.run.RunReader;
import org.emergencelaw.ingest.table.ImportFile;

/**
 * Exports of MLflow: the table of runs as its page or {@code mlflow experiments csv} writes it, or the answer of {@code runs/search}
 * as JSON. Nothing is fetched.
 *
 * @see <a href="https://mlflow.org/docs/latest/">MLflow</a>
 */
public final class MlFlow implements RunReader {

    private static final String SEARCHED = "searched";
    private static final String PAGE = "page";
    private static final String ANSWER = "answer";
    private static final Set<String> ENDED_BADLY = Set.of("FAILED", "KILLED");
    private static final Pattern PREFIX = Pattern.compile("(metrics|params|tags)\\.(.+)");

    @Override
    public String program() {
        return "MLflow";
    }

    @Override
    public String format() {
        return "an export of MLflow";
    }

    @Override
    public FormatMatch match(FileOutline file) {
        if (file.isJson()) {
            JsonOutline run = file.firstObject().at("runs").firstObject();
            if (!run.has("info")) return FormatMatch.NO;
            FormatMatch match = FormatMatch.unless(run.fault("data", JsonOutline.Kind.OBJECT));
            return match.read() ? FormatMatch.yes(ANSWER) : match;
        }
        List<String> columns = file.columns();
        if (columns.containsAll(List.of("Run ID", "Source Type"))) return FormatMatch.yes(PAGE);
        if (!columns.containsAll(List.of("run_id", "experiment_id"))) return FormatMatch.NO;
        boolean metrics = columns.stream().anyMatch(column -> column.startsWith("metrics."));
        return metrics
                ? FormatMatch.yes(SEARCHED)
                : new FormatMatch(FormatMatch.Kind.NEARLY, "no column begins with `metrics.`");
    }

    @Override
    public void read(List<Matched> files, Reading reading) throws IOException {
        for (Matched each : files) {
            List<TrackedRun> tracked = each.match().what().equals(ANSWER)
                    ? answer(each.file(), reading)
                    : table(each.file(), each.match().what().equals(SEARCHED), reading);
            Trackers.evaluations(each.file(), tracked, program(), reading).forEach(reading::add);
        }
    }

    private static List<TrackedRun> table(ImportFile file, boolean searched, Reading reading) throws IOException {
        List<TrackedRun> runs = new ArrayList<>();
        for (Map<String, String> row : CsvRows.read(file, reading.errors()).rows()) {
            Map<String, String> cells = new LinkedHashMap<>();
            row.forEach((column, text) -> {
                Matcher prefixed = PREFIX.matcher(column);
                boolean tag = prefixed.matches() && prefixed.group(1).equals("tags");
                if (!searched) cells.put(column, text);
                else if (prefixed.matches() && !tag) cells.put(prefixed.group(2), text);
            });
            String name = searched
                    ? row.getOrDefault("tags.mlflow.runName", row.getOrDefault("run_id", ""))
                    : row.getOrDefault("Name", row.getOrDefault("Run ID", ""));
            add(file, name, row.getOrDefault(searched ? "status" : "Status", ""), cells, runs, reading);
        }
        return runs;
    }

    private static void add(
            ImportFile file,
            String name,
            String status,
            Map<String, String> cells,
            List<TrackedRun> runs,
            Reading reading) {
        if (ENDED_BADLY.contains(status)) reading.leftOut(file, name, "the run is " + status);
        else runs.add(new TrackedRun(file.part("run " + name), name, cells));
    }

    private static List<TrackedRun> answer(ImportFile file, Reading reading) throws IOException {
        List<TrackedRun> runs = new ArrayList<>();
        for (JsonNode root : JsonDocuments.read(file, "runs"::equals, reading.errors()))
            for (JsonNode run : root.path("runs")) {
                Map<String, String> cells = new LinkedHashMap<>();
                for (String kind : List.of("params", "metrics"))
                    for (JsonNode cell : run.path("data").path(kind))
                        cells.put(
                                cell.path("key").asText(""), cell.path("value").asText(""));
                JsonNode info = run.path("info");
                String name = info.path("run_name").asText(info.path("run_id").asText(""));
                add(file, name, info.path("status").asText(""), cells, runs, reading);
            }
        return runs;
    }
}
