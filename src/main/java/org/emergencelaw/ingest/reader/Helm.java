package org.emergencelaw.ingest.reader;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.emergencelaw.ingest.run.EvaluatedModel;
import org.emergencelaw.ingest.run.EvaluationRun;
import org.emergencelaw.ingest.run.FileOutline;
import org.emergencelaw.ingest.run.FormatMatch;
import org.emergencelaw.ingest.run.JsonDocuments;
import org.emergencelaw.ingest.run.JsonNumber;
import org.emergencelaw.ingest.run.JsonOutline;
import org.emergencelaw.ingest.run.Reading;
import org.emergencelaw.ingest.run.RunReader;
import org.emergencelaw.ingest.run.Score;
import org.emergencelaw.ingest.table.ImportFile;

/**
 * A run of HELM, a folder: {@code stats.json} with its means, and {@code run_spec.json} or {@code scenario_state.json}, which name the
 * model and the shots. Without {@code stats.json}, exact matches are counted from {@code scenario_state.json}. The way of asking
 * stands as the filter.
 *
 * @see <a href="https://github.com/stanford-crfm/helm">HELM</a>
 */
public final class Helm implements RunReader {

    private static final String STATS = "stats";
    private static final String SPEC = "spec";
    private static final String STATE = "state";

    /** Arguments of a run's name that say how it was done, and not which task it is. */
    private static final Set<String> HOW = Set.of(
            "method",
            "model",
            "model_deployment",
            "data_augmentation",
            "max_train_instances",
            "eval_split",
            "train_trial_index",
            "groups",
            "stop",
            "num_outputs",
            "use_chain_of_thought");

    /** Counts and costs among the means. */
    private static final Pattern BOOKKEEPING =
            Pattern.compile("num_.*|max_prob|finish_reason_.*|inference_.*|training_.*"
                    + "|batch_size|prompt_truncated|logprob.*|perplexity|bits_per_byte|predicted_index");

    @Override
    public String program() {
        return "HELM";
    }

    @Override
    public String format() {
        return "a run of HELM";
    }

    @Override
    public FormatMatch match(FileOutline file) {
        JsonOutline root = file.firstObject();
        if (root.has("request_states")) return kind(root, STATE, "request_states", JsonOutline.Kind.LIST);
        if (root.has("scenario_spec")) return kind(root, SPEC, "adapter_spec", JsonOutline.Kind.OBJECT);
        if (root.keys().containsAll(Set.of("instance_id", "stats")))
            return new FormatMatch(FormatMatch.Kind.ITEMS, "per_instance_stats");
        if (root.isObject("name") && root.has("count")) return kind(root, STATS, "sum", JsonOutline.Kind.NUMBER);
        return FormatMatch.NO;
    }

    private static FormatMatch kind(JsonOutline root, String which, String needed, JsonOutline.Kind kind) {
        FormatMatch match = FormatMatch.unless(root.fault(needed, kind));
        return match.read() ? FormatMatch.yes(which) : match;
    }

    @Override
    public void read(List<Matched> files, Reading reading) throws IOException {
        Map<String, Map<String, ImportFile>> folders = new LinkedHashMap<>();
        for (Matched each : files) {
            String which = each.match().what();
            ImportFile file = each.file();
            if (each.match().kind() == FormatMatch.Kind.ITEMS) {
                reading.leftOut(file, which, "statistics of single instances are not read; stats.json has their means");
                continue;
            }
            Map<String, ImportFile> folder = folders.computeIfAbsent(file.folder(), name -> new LinkedHashMap<>());
            ImportFile other = folder.putIfAbsent(which, file);
            if (other != null)
                reading.fault(
                        file,
                        "",
                        "",
                        "a folder must be of one run of HELM; " + other.name() + " is of another",
                        "give each run's files with their folder in the name, or import run by run");
        }
        for (Map<String, ImportFile> folder : folders.values())
            run(folder, reading).ifPresent(reading::add);
    }

    /** What lies in one folder; what is broken in it is an error, and then there is no run. */
    private static Optional<EvaluationRun> run(Map<String, ImportFile> folder, Reading reading) throws IOException {
        int before = reading.errors().count();
        ImportFile first = folder.values().iterator().next();
        List<ObjectNode> stats = documents(folder, STATS, reading);
        JsonNode spec = documents(folder, SPEC, reading).stream()
                .map(JsonNode.class::cast)
                .findFirst()
                .orElse(MissingNode.getInstance());
        Optional<HelmState> state =
                folder.containsKey(STATE) ? HelmState.read(folder.get(STATE), reading) : Optional.empty();
        if (reading.errors().count() > before) return Optional.empty();
        JsonNode adapter = spec.path("adapter_spec");
        if (adapter.isMissingNode() && state.isPresent()) adapter = state.get().adapter();
        String name =
                adapter.path("model").asText(adapter.path("model_deployment").asText(""));
        Optional<EvaluatedModel> model = reading.model(
                first,
                name.isBlank() ? Optional.empty() : Optional.of(EvaluatedModel.named(name, "")),
                "run_spec.json or scenario_state.json of the same folder must come with stats.json of HELM: they name its model");
        String task = task(spec.path("name").asText(folderName(first)))
                .orElse(reading.task().orElse(""));
        if (model.isPresent() && task.isBlank())
            reading.fault(first, "task", "", "run_spec.json must come with the statistics: it names their task", "");
        if (model.isEmpty() || task.isBlank()) return Optional.empty();
        Score.Builder score = Score.of(task, "")
                .filter(adapter.path("method").asText(Score.UNFILTERED))
                .shots(JsonNumber.whole(adapter.path("max_train_instances"), 0));
        List<Score> scores = stats.isEmpty() && state.isPresent()
                ? counted(score, state.get())
                : means(score, stats, state, first, reading);
        return Optional.of(new EvaluationRun(first, model.get(), "HELM", false, scores, List.of()));
    }

    private static List<ObjectNode> documents(Map<String, ImportFile> folder, String which, Reading reading)
            throws IOException {
        ImportFile file = folder.get(which);
        return file == null ? List.of() : JsonDocuments.read(file, key -> true, reading.errors());
    }

    private static String folderName(ImportFile file) {
        String[] folders = file.folder().split("/");
        return folders[folders.length - 1];
    }

    /** {@code mmlu:subject=philosophy,model=gpt2} is mmlu_philosophy, {@code commonsense:dataset=hellaswag} is hellaswag. */
    static Optional<String> task(String name) {
        String[] parts = name.split(":", 2);
        if (parts.length < 2 && !name.matches("[a-z0-9_]+")) return Optional.empty();
        StringBuilder task = new StringBuilder(parts[0]);
        for (String part : (parts.length < 2 ? "" : parts[1]).split(",")) {
            String[] argument = part.split("=", 2);
            if (argument.length < 2 || HOW.contains(argument[0]) || argument[1].equals("all")) continue;
            if (argument[0].equals("dataset")) task.setLength(0);
            task.append(task.isEmpty() ? "" : "_").append(argument[1]);
        }
        return Optional.of(task.toString()).filter(text -> !text.isBlank());
    }

    private static List<Score> counted(Score.Builder score, HelmState state) {
        Optional<String> split = split(state.splits());
        if (split.isEmpty() || state.exactMatch(split.get()).isEmpty()) return List.of();
        return List.of(score.metric("exact_match")
                .value(state.exactMatch(split.get()))
                .items(state.items(split.get()))
                .build());
    }

    /** Where the test items are asked, theirs; else those for validation. */
    private static Optional<String> split(Collection<String> splits) {
        return Stream.of("test", "valid")
                .filter(splits::contains)
                .findFirst()
                .or(() -> splits.stream().findFirst());
    }

    private static List<Score> means(
            Score.Builder score, List<ObjectNode> stats, Optional<HelmState> state, ImportFile file, Reading reading) {
        Map<String, List<JsonNode>> bySplit = new TreeMap<>();
        List<String> others = new ArrayList<>();
        for (JsonNode stat : stats) {
            JsonNode name = stat.path("name");
            String text = name.path("name").asText("");
            if (name.has("perturbation")) others.add(text);
            else if (stat.has("mean"))
                bySplit.computeIfAbsent(name.path("split").asText(""), split -> new ArrayList<>())
                        .add(stat);
        }
        if (!others.isEmpty())
            reading.leftOut(file, others.size() + " means", "they are of perturbed questions, the worst of each");
        Optional<String> split = split(bySplit.keySet());
        List<JsonNode> chosen =
                split.map(each -> bySplit.getOrDefault(each, List.of())).orElse(List.of());
        OptionalInt items = split.map(each -> items(chosen, each, state)).orElse(OptionalInt.empty());
        List<Score> scores = new ArrayList<>();
        int counts = 0;
        for (JsonNode stat : chosen) {
            String metric = stat.path("name").path("name").asText("");
            if (BOOKKEEPING.matcher(metric).matches()) counts++;
            else
                scores.add(score.metric(metric)
                        .read(stat.path("mean"))
                        .items(items)
                        .build());
        }
        if (counts > 0) reading.leftOut(file, counts + " means", "they are counts and costs");
        bySplit.forEach((other, means) -> {
            if (!other.equals(split.orElse("")))
                reading.leftOut(file, means.size() + " means", "they are of the split \"" + other + "\"");
        });
        return scores;
    }

    private static OptionalInt items(List<JsonNode> stats, String split, Optional<HelmState> state) {
        OptionalInt counted = state.map(each -> each.items(split)).orElse(OptionalInt.empty());
        return stats.stream()
                .filter(stat -> stat.path("name").path("name").asText("").equals("num_instances"))
                .map(stat -> JsonNumber.whole(stat.path("mean"), 1))
                .findFirst()
                .filter(OptionalInt::isPresent)
                .orElse(counted);
    }
}
