package org.emergencelaw.ingest.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.emergencelaw.config.TaskCatalogue;
import org.emergencelaw.ingest.table.ImportMapping;

/**
 * Which scores of a run are of the task that is wanted, each counted once.
 *
 * <p>A task of the catalogue answers to its aliases. A group's mean stands for its subtasks where the group is wanted; where no
 * task is, the subtasks stand for themselves and the group is left out. A task whose mean the run lacks is put together from its
 * subtasks, weighted by items, if all of them are there.
 *
 * @param task absent: any
 * @param shots of the study, for files that do not say theirs
 */
public record WantedScores(Optional<String> task, TaskCatalogue catalogue, ScoreSelection choice, OptionalInt shots) {

    private static final int NAMES_SHOWN = 5;

    /** What parts the words of a name: {@code arc:easy}, {@code arc-easy} and {@code arc_easy} are one. */
    private static final Pattern PARTING = Pattern.compile("[:\\-. ]");

    private static final String GROUP = "it is the mean of tasks that are taken one by one";
    private static final String OTHER_TASK = "it is of another task than the study";

    /** The task's name in the study, where it has another one in the file. */
    String taskName(String inFile) {
        return task.filter(wanted -> same(wanted, inFile)).orElse(inFile);
    }

    /** Whether two names are of one task: as the catalogue has it, or but for how words are parted and letters are written. */
    boolean same(String name, String other) {
        return name.equals(other) || canonical(name).equals(canonical(other));
    }

    private String canonical(String name) {
        return catalogue
                .find(name)
                .or(() -> catalogue.find(plain(name)))
                .map(entry -> entry.task().name())
                .orElseGet(() -> plain(name));
    }

    private static String plain(String name) {
        return PARTING.matcher(name.toLowerCase(Locale.ROOT)).replaceAll("_");
    }

    /** Items of the task's usual evaluation set, where the catalogue knows them. */
    OptionalInt usualItems(String inFile) {
        return catalogue.find(canonical(inFile)).map(TaskCatalogue.Entry::nEval).orElse(OptionalInt.empty());
    }

    /** Scores of the wanted task, taken or not; all others are added to those left out. */
    List<Score> of(EvaluationRun run, List<ImportMapping.LeftOut> leftOut) {
        List<Score> wanted = new ArrayList<>();
        Set<String> single = run.scores().stream()
                .filter(score -> !score.group())
                .map(Score::task)
                .collect(Collectors.toSet());
        List<Score> others = new ArrayList<>();
        for (Score score : run.scores()) {
            boolean parts = score.group()
                    && (score.subtasks().isEmpty()
                            ? !single.isEmpty()
                            : score.subtasks().stream().anyMatch(single::contains));
            if (task.isEmpty() ? !parts : same(task.get(), score.task())) wanted.add(score);
            else others.add(score);
        }
        if (task.isPresent() && wanted.isEmpty()) wanted.addAll(means(task.get(), others));
        if (!others.isEmpty())
            leftOut.add(new ImportMapping.LeftOut(
                    run.file().name(), names(others), task.isEmpty() ? GROUP : why(others, wanted)));
        return wanted;
    }

    private static String names(List<Score> scores) {
        List<String> names = scores.stream().map(Score::task).distinct().toList();
        String first = names.stream().limit(NAMES_SHOWN).collect(Collectors.joining(", "));
        return names.size() > NAMES_SHOWN ? first + " and " + (names.size() - NAMES_SHOWN) + " more" : first;
    }

    private String why(List<Score> others, List<Score> wanted) {
        List<String> subtasks = catalogue.subtasks(task.orElseThrow());
        Set<String> there =
                others.stream().map(score -> canonical(score.task())).collect(Collectors.toSet());
        long found = subtasks.stream().filter(there::contains).count();
        return found == 0 || !wanted.isEmpty()
                ? OTHER_TASK
                : "the mean of %s needs all of its %d subtasks with their items; here are %d"
                        .formatted(task.get(), subtasks.size(), found);
    }

    /** Means over the subtasks of a task, by metric and filter. */
    private List<Score> means(String task, List<Score> all) {
        Set<String> subtasks = new LinkedHashSet<>(catalogue.subtasks(task));
        if (subtasks.isEmpty()) return List.of();
        Map<String, Map<String, Score>> bySeries = new LinkedHashMap<>();
        for (Score score : all) {
            String subtask = canonical(score.task());
            if (subtasks.contains(subtask))
                bySeries.computeIfAbsent(score.series(), series -> new LinkedHashMap<>())
                        .put(subtask, score);
        }
        List<Score> means = new ArrayList<>();
        for (Map<String, Score> parts : bySeries.values())
            if (parts.size() == subtasks.size())
                mean(
                                task,
                                subtasks.stream()
                                        .map(name -> Objects.requireNonNull(parts.get(name)))
                                        .toList())
                        .ifPresent(means::add);
        return means;
    }

    private static Optional<Score> mean(String task, List<Score> parts) {
        double right = 0;
        int items = 0;
        boolean known = true;
        for (Score part : parts) {
            OptionalInt of = part.items();
            if (of.isEmpty()) return Optional.empty();
            items += of.getAsInt();
            // what is not known of a part is not known of the mean
            if (part.value().isPresent()) right += part.value().getAsDouble() * of.getAsInt();
            else known = false;
        }
        Score first = parts.get(0);
        boolean oneVersion = parts.stream().map(Score::taskVersion).distinct().count() == 1;
        boolean sameShots = parts.stream().map(Score::shots).distinct().count() == 1;
        Score.Builder mean = Score.of(task, first.metric())
                .filter(first.filter())
                .value(known ? OptionalDouble.of(right / items) : OptionalDouble.empty())
                .originalItems(original(parts))
                .shots(sameShots ? first.shots() : OptionalInt.empty())
                .taskVersion(oneVersion ? first.taskVersion() : "")
                .subtasks(parts.stream().map(Score::task).toList())
                .lowerIsBetter(first.lowerIsBetter())
                .generation(first.generation());
        OptionalInt all = OptionalInt.of(items);
        boolean workedOut = parts.stream().anyMatch(Score::itemsWorkedOut);
        return Optional.of((workedOut ? mean.itemsFromErrors(all) : mean.items(all)).build());
    }

    private static OptionalInt original(List<Score> parts) {
        if (parts.stream().anyMatch(part -> part.originalItems().isEmpty())) return OptionalInt.empty();
        return OptionalInt.of(
                parts.stream().mapToInt(part -> part.originalItems().getAsInt()).sum());
    }
}
