package org.emergencelaw.ingest.harness;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.emergencelaw.format.NumberText;
import org.emergencelaw.ingest.run.EvaluationRun;
import org.emergencelaw.ingest.run.ItemMeans;
import org.emergencelaw.ingest.run.Reading;
import org.emergencelaw.ingest.run.Score;
import org.emergencelaw.ingest.table.ImportFile;
import org.emergencelaw.observation.Warning;

/** The samples files of an import by run and task, reduced to their means. */
final class HarnessItems {

    private static final Pattern NAME = Pattern.compile("samples_(.+?)(?:_\\d{4}-\\d{2}-\\d{2}T[0-9.-]+)?\\.jsonl$");

    private static final Pattern DATED = Pattern.compile("_(\\d{4}-\\d{2}-\\d{2}T[0-9.-]+?)\\.jsonl?$");

    /** Two means of the same numbers, added in another order. */
    private static final double ROUNDING = 1e-9;

    private final Map<String, Map<String, SampleMeasures>> byTask = new LinkedHashMap<>();
    private final Map<String, List<String>> notes = new TreeMap<>();

    private HarnessItems() {}

    /**
     * The runs with what their items tell. Samples are read that belong to a run and to a task that is wanted; the others are errors,
     * or are passed over.
     */
    static List<EvaluationRun> joined(List<ImportFile> files, List<EvaluationRun> runs, Reading reading)
            throws IOException {
        HarnessItems items = new HarnessItems();
        for (ImportFile file : files) items.read(file, runs, reading);
        items.warnings().forEach(reading::warn);
        return items.byTask.isEmpty() ? runs : runs.stream().map(items::joined).toList();
    }

    private EvaluationRun joined(EvaluationRun run) {
        return run.with(run.scores().stream()
                .map(score -> of(run, score)
                        .map(means -> score.measured(new ItemMeans(
                                means.items(), means.means(!score.filter().equals(Score.UNFILTERED)))))
                        .orElse(score))
                .toList());
    }

    private void read(ImportFile file, List<EvaluationRun> runs, Reading reading) throws IOException {
        Optional<EvaluationRun> run = runOf(file, runs);
        Optional<String> task = run.flatMap(found -> taskOf(file, found));
        if (task.isEmpty()) {
            reading.fault(
                    file,
                    "",
                    "",
                    "samples say nothing of their model: the results file of the same run must come with them",
                    "add the results_*.json of the same date and folder, and name the samples samples_TASK_DATE.jsonl"
                            + " as the harness does");
            return;
        }
        if (!reading.wants(task.get())) return;
        Map<String, SampleMeasures> measures = HarnessSamples.read(file, reading.errors());
        byTask.put(key(run.get(), task.get()), measures);
        measures.forEach((filter, means) -> check(file, run.get(), task.get(), filter, means));
    }

    /** The run of the same folder and date; for a name without a date, the only one of the folder with the task. */
    private static Optional<EvaluationRun> runOf(ImportFile samples, List<EvaluationRun> runs) {
        String date = dateOf(samples);
        List<EvaluationRun> beside = runs.stream()
                .filter(run -> run.file().folder().equals(samples.folder()))
                .toList();
        List<EvaluationRun> dated = beside.stream()
                .filter(run -> !date.isEmpty() && dateOf(run.file()).equals(date))
                .toList();
        if (dated.size() == 1) return Optional.of(dated.get(0));
        List<EvaluationRun> fitting = beside.stream()
                .filter(run -> date.isEmpty() || dateOf(run.file()).isEmpty())
                .filter(run -> taskOf(samples, run).isPresent())
                .toList();
        return fitting.size() == 1 ? Optional.of(fitting.get(0)) : Optional.empty();
    }

    /** The task of the run that the file's name begins with after {@code samples_}, the longest such. */
    private static Optional<String> taskOf(ImportFile samples, EvaluationRun run) {
        Matcher name = NAME.matcher(samples.baseName());
        if (!name.find()) return Optional.empty();
        String rest = name.group(1);
        return run.scores().stream()
                .map(Score::task)
                .filter(task -> rest.equals(task) || rest.startsWith(task + "_"))
                .max(Comparator.comparingInt(String::length));
    }

    /** When the run was written, as its files have it in their names; empty for a file with another name. */
    private static String dateOf(ImportFile file) {
        Matcher dated = DATED.matcher(file.baseName());
        return dated.find() ? dated.group(1) : "";
    }

    private static String key(EvaluationRun run, String task) {
        return run.file().name() + "\n" + task;
    }

    private void check(ImportFile file, EvaluationRun run, String task, String filter, SampleMeasures means) {
        String what = file.baseName() + (filter.isEmpty() || filter.equals(Score.UNFILTERED) ? "" : " under " + filter);
        if (means.repeated() > 0) note("samples_repeated", what + " (" + means.repeated() + ")");
        if (means.unclear() > 0) note("samples_unclear", what + " (" + means.unclear() + ")");
        if (means.contradicted() > 0) note("samples_contradict", what + " (" + means.contradicted() + ")");
        for (Score score : run.scores()) {
            if (!score.task().equals(task) || !same(score.filter(), filter)) continue;
            if (score.items().orElse(means.items()) != means.items())
                note(
                        "samples_incomplete",
                        what + " (" + means.items() + " of " + score.items().getAsInt() + ")");
            else {
                OptionalDouble mean = means.mean(score.metric());
                if (mean.isPresent()
                        && score.value().isPresent()
                        && Math.abs(mean.getAsDouble() - score.value().getAsDouble()) > ROUNDING)
                    note(
                            "samples_disagree",
                            what + " (" + score.metric() + " " + NumberText.text(mean.getAsDouble()) + ", results say "
                                    + NumberText.text(score.value()) + ")");
            }
        }
    }

    private void note(String code, String what) {
        List<String> known = notes.computeIfAbsent(code, key -> new ArrayList<>());
        if (!known.contains(what)) known.add(what);
    }

    /** Early 0.4 had one filter, and did not name it in the samples. */
    private static boolean same(String ofScore, String ofSamples) {
        return ofScore.equals(ofSamples) || (ofSamples.isEmpty() && ofScore.equals(Score.UNFILTERED));
    }

    /** Means over the items behind a score, where there are samples of it. */
    private Optional<SampleMeasures> of(EvaluationRun run, Score score) {
        return byTask.getOrDefault(key(run, score.task()), Map.of()).entrySet().stream()
                .filter(means -> same(score.filter(), means.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private List<Warning> warnings() {
        List<Warning> warnings = new ArrayList<>();
        notes.forEach((code, found) -> warnings.add(new Warning(
                code,
                switch (code) {
                            case "samples_repeated" ->
                                "Items stand in a samples file more than once, and count more than once: ";
                            case "samples_unclear" ->
                                "The right choice of some items, or its likelihood, cannot be told from the samples,"
                                        + " so that measures that need it are left out: ";
                            case "samples_contradict" ->
                                "The harness calls items right that do not match their target, or the other way round,"
                                        + " so that measures that rest on the target are left out: ";
                            case "samples_incomplete" ->
                                "Samples hold only a part of the evaluated items; their measures are of that part: ";
                            default -> "Samples and results disagree; check that they are of one run: ";
                        }
                        + String.join(", ", found) + ".")));
        return warnings;
    }
}
