package org.emergencelaw.ingest.reader;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.emergencelaw.format.NumberText;
import org.emergencelaw.ingest.run.EvaluatedModel;
import org.emergencelaw.ingest.run.EvaluationRun;
import org.emergencelaw.ingest.run.Reading;
import org.emergencelaw.ingest.run.Score;
import org.emergencelaw.ingest.table.ImportFile;

/**
 * One run of an experiment tracker: its name, and its parameters and metrics in one table of texts. A metric is an accuracy of a task
 * where its key ends so: {@code eval/arc_easy/acc}, {@code arc_easy_acc}, {@code 5-shot/arc_easy/acc_norm}.
 *
 * @param place in the file, for messages
 * @param name of the run; empty where the file does not say it
 */
record TrackedRun(ImportFile place, String name, Map<String, String> cells) {

    private static final List<String> MODELS =
            List.of("pretrained", "peft", "model_name_or_path", "hf_model", "model_path", "model_name", "model");
    private static final List<String> STEPS =
            List.of("_step", "step", "global_step", "trainer/global_step", "iteration");
    private static final List<String> SHOTS = List.of("num_fewshot", "n_shot", "num_shots", "fewshot");
    private static final List<String> COUNTS = List.of("n_eval", "n_samples", "num_instances", "num_samples");

    private static final Pattern SHOTS_IN_KEY = Pattern.compile("(?:^|[-_/.])([0-9]{1,4})[-_]?shots?(?=$|[-_/.])");

    /** What ends a key: the metric, and before it the task. */
    private static final Pattern KEY = Pattern.compile(
            "(?:.*[/.])?([^/.,]+)(?:[/.]|_)((?:acc|accuracy|exact_match|em|mc1|pass@1)(?:_norm|_raw|_per_char|_per_token|_bytes)?)(?:,([^/,]+))?");

    /** What training programs put before an accuracy that is of no benchmark. */
    private static final Pattern SPLIT = Pattern.compile("train|val|valid|validation|test|eval|dev|best|final");

    /** Backends of lm-evaluation-harness, which are no models. */
    private static final Pattern BACKEND = Pattern.compile("hf(-.*)?|vllm|local-.*|sglang|gguf|neox|openai-.*");

    /** The run as one of an evaluation; absent where no key is an accuracy, or nothing names the model. */
    Optional<EvaluationRun> evaluation(String tracker, Reading reading) {
        List<Score> scores = new ArrayList<>();
        List<String> others = new ArrayList<>();
        cells.forEach((key, text) -> {
            Matcher matched = KEY.matcher(plain(key));
            if (matched.matches() && !SPLIT.matcher(matched.group(1)).matches()) scores.add(score(key, matched, text));
            else if (NumberText.of(text, false).value().isPresent() && !known(key)) others.add(key);
        });
        if (scores.isEmpty()) return Optional.empty();
        if (!others.isEmpty()) reading.leftOut(place, shown(others), "they are no accuracies of a task by their names");
        return reading.model(place, model(), "the export must name the run or its model")
                .map(model -> new EvaluationRun(place, model, tracker, false, scores, List.of()));
    }

    /** Whether it is read for what it tells of an accuracy. */
    private static boolean known(String key) {
        return key.startsWith("_") || key.endsWith("_stderr") || SHOTS.contains(key) || STEPS.contains(key);
    }

    private static String shown(List<String> keys) {
        String first = keys.stream().limit(3).collect(Collectors.joining(", "));
        return keys.size() > 3 ? first + " and " + (keys.size() - 3) + " more" : first;
    }

    /** The key without the number of shots in it. */
    private static String plain(String key) {
        return SHOTS_IN_KEY.matcher(key).replaceAll("");
    }

    private Score score(String key, Matcher matched, String text) {
        OptionalDouble value = NumberText.of(text, false).value();
        String task = matched.group(1);
        String before = key.substring(0, Math.max(0, key.lastIndexOf(matched.group(2))));
        Matcher shots = SHOTS_IN_KEY.matcher(key);
        OptionalInt told = shots.find() ? OptionalInt.of(Integer.parseInt(shots.group(1))) : whole(SHOTS, 0);
        OptionalInt items = COUNTS.stream()
                .map(name -> whole(List.of(before + name), 1))
                .filter(OptionalInt::isPresent)
                .findFirst()
                .orElse(OptionalInt.empty());
        return Score.of(task, matched.group(2))
                .filter(matched.group(3) == null ? Score.UNFILTERED : matched.group(3))
                .value(value)
                .unread(value.isPresent() ? "" : text)
                .itemsOrError(
                        items,
                        NumberText.of(cells.getOrDefault(key + "_stderr", ""), false)
                                .value())
                .shots(told)
                .build();
    }

    /** A cell under one of the names, or under one that ends so: {@code cli_configs.num_fewshot}. */
    private Optional<String> cell(List<String> names) {
        for (String name : names)
            for (Map.Entry<String, String> cell : cells.entrySet())
                if (cell.getKey().equals(name)
                        || cell.getKey().endsWith("." + name)
                        || cell.getKey().endsWith("/" + name)) return Optional.of(cell.getValue());
        return Optional.empty();
    }

    private OptionalInt whole(List<String> names, int least) {
        return cell(names)
                .map(text -> NumberText.of(text, false).value())
                .filter(value -> value.isPresent() && value.getAsDouble() >= least && value.getAsDouble() <= 1e9)
                .filter(value -> value.getAsDouble() == Math.rint(value.getAsDouble()))
                .map(value -> OptionalInt.of((int) value.getAsDouble()))
                .orElse(OptionalInt.empty());
    }

    /** As evaluation arguments say it; else the run is a training run, named with its step. */
    private Optional<EvaluatedModel> model() {
        Map<String, String> arguments = new LinkedHashMap<>();
        for (String part : cell(List.of("model_args")).orElse("").split(",")) {
            String[] pair = part.split("=", 2);
            if (pair.length == 2) arguments.put(pair[0].strip(), pair[1].strip());
        }
        String stated = arguments.getOrDefault("pretrained", arguments.getOrDefault("peft", ""));
        if (stated.isEmpty())
            stated = cell(MODELS)
                    .filter(text -> !BACKEND.matcher(text).matches())
                    .orElse("");
        if (!stated.isEmpty())
            return Optional.of(EvaluatedModel.named(
                    stated,
                    arguments.getOrDefault("revision", cell(List.of("revision")).orElse(""))));
        OptionalInt step = whole(STEPS, 1);
        return name.isEmpty()
                ? Optional.empty()
                : Optional.of(EvaluatedModel.named(name, step.isPresent() ? "step" + step.getAsInt() : ""));
    }
}
