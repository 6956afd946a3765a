package org.emergencelaw.ingest.harness;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
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
public record HarnessScores(
        Optional<String> task, TaskCatalogue catalogue, HarnessSelection choice, OptionalInt shots) {

    private static final int NAMES_SHOWN = 5;

    private static final String GROUP = "it is the mean of tasks that are taken one by one";
    private static final String OTHER_TASK = "it is of another task than the study";

    /** The task's name in the study, where it has another one in the file. */
    String taskName(String inFile) {
        return task.filter(wanted -> catalogue.same(wanted, inFile)).orElse(inFile);
    }

    /** Items of the task's usual evaluation set, where the catalogue knows them. */
    OptionalInt usualItems(String inFile) {
        return catalogue.find(inFile).map(TaskCatalogue.Entry::nEval).orElse(OptionalInt.empty());
    }

    /** Scores of the wanted task, taken or not; all others are added to those left out. */
    List<HarnessResults.Score> of(HarnessResults run, List<ImportMapping.LeftOut> leftOut) {
        List<HarnessResults.Score> wanted = new ArrayList<>();
        Set<String> single = run.scores().stream()
                .filter(score -> !score.group())
                .map(HarnessResults.Score::task)
                .collect(Collectors.toSet());
        List<HarnessResults.Score> others = new ArrayList<>();
        for (HarnessResults.Score score : run.scores()) {
            boolean parts = score.group()
                    && (score.subtasks().isEmpty()
                            ? !single.isEmpty()
                            : score.subtasks().stream().anyMatch(single::contains));
            if (task.isEmpty() ? !parts : catalogue.same(task.get(), score.task())) wanted.add(score);
            else others.add(score);
        }
        if (task.isPresent() && wanted.isEmpty()) wanted.addAll(means(task.get(), others));
        if (!others.isEmpty())
            leftOut.add(new ImportMapping.LeftOut(
                    run.file().name(), names(others), task.isEmpty() ? GROUP : why(others, wanted)));
        return wanted;
    }

    private static String names(List<HarnessResults.Score> scores) {
        List<String> names =
                scores.stream().map(HarnessResults.Score::task).distinct().toList();
        String first = names.stream().limit(NAMES_SHOWN).collect(Collectors.joining(", "));
        return names.size() > NAMES_SHOWN ? first + " and " + (names.size() - NAMES_SHOWN) + " more" : first;
    }

    private String why(List<HarnessResults.Score> others, List<HarnessResults.Score> wanted) {
        List<String> subtasks = catalogue.subtasks(task.orElseThrow());
        long found = subtasks.stream()
                .filter(subtask -> others.stream().anyMatch(score -> catalogue.same(subtask, score.task())))
                .count();
        return found == 0 || !wanted.isEmpty()
                ? OTHER_TASK
                : "the mean of %s needs all of its %d subtasks with their items; here are %d"
                        .formatted(task.get(), subtasks.size(), found);
    }

    /** Means over the subtasks of a task, by metric and filter. */
    private List<HarnessResults.Score> means(String task, List<HarnessResults.Score> all) {
        List<String> subtasks = catalogue.subtasks(task);
        Map<String, Map<String, HarnessResults.Score>> bySeries = new LinkedHashMap<>();
        for (HarnessResults.Score score : all)
            for (String subtask : subtasks)
                if (catalogue.same(subtask, score.task()))
                    bySeries.computeIfAbsent(score.series(), series -> new LinkedHashMap<>())
                            .put(subtask, score);
        List<HarnessResults.Score> means = new ArrayList<>();
        for (Map<String, HarnessResults.Score> parts : bySeries.values())
            if (parts.size() == subtasks.size())
                mean(task, List.copyOf(parts.values())).ifPresent(means::add);
        return means;
    }

    private static Optional<HarnessResults.Score> mean(String task, List<HarnessResults.Score> parts) {
        double right = 0;
        int items = 0;
        boolean known = true;
        for (HarnessResults.Score part : parts) {
            OptionalInt of = part.items();
            if (of.isEmpty()) return Optional.empty();
            items += of.getAsInt();
            // what is not known of a part is not known of the mean
            if (part.value().isPresent()) right += part.value().getAsDouble() * of.getAsInt();
            else known = false;
        }
        HarnessResults.Score first = parts.get(0);
        boolean oneVersion =
                parts.stream().map(HarnessResults.Score::taskVersion).distinct().count() == 1;
        boolean sameShots =
                parts.stream().map(HarnessResults.Score::shots).distinct().count() == 1;
        return Optional.of(new HarnessResults.Score(
                task,
                first.metric(),
                first.filter(),
                known ? OptionalDouble.of(right / items) : OptionalDouble.empty(),
                "",
                "",
                OptionalInt.of(items),
                parts.stream().anyMatch(HarnessResults.Score::itemsWorkedOut),
                original(parts),
                sameShots ? first.shots() : OptionalInt.empty(),
                oneVersion ? first.taskVersion() : "",
                parts.stream().map(HarnessResults.Score::task).toList(),
                true,
                first.lowerIsBetter(),
                first.generation()));
    }

    private static OptionalInt original(List<HarnessResults.Score> parts) {
        if (parts.stream().anyMatch(part -> part.originalItems().isEmpty())) return OptionalInt.empty();
        return OptionalInt.of(
                parts.stream().mapToInt(part -> part.originalItems().getAsInt()).sum());
    }
}
