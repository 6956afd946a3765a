package org.emergencelaw.ingest;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.emergencelaw.config.TaskCatalogue;
import org.emergencelaw.format.NumberText;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Regime;
import org.emergencelaw.observation.Task;

/**
 * What guessing scores and how many shots there are, told of each of many tasks: by columns of its rows, else by the catalogue, else
 * as stated for all tasks that the catalogue does not know; shots that nothing states are those of the few-shot rows.
 *
 * @param trivialAccuracy of tasks that neither their rows nor the catalogue tell it of
 * @param shots likewise
 */
public record TaskSettings(OptionalDouble trivialAccuracy, OptionalInt shots) {

    /** Columns of rows that say it of their task. */
    public static final String TRIVIAL_ACCURACY = "trivial_accuracy";

    public static final String SHOTS = "shots";

    /** Nothing is stated. */
    public static final TaskSettings NONE = new TaskSettings(OptionalDouble.empty(), OptionalInt.empty());

    public static final String UNKNOWN_TRIVIAL_ACCURACY =
            "trivial_accuracy must be known of every task, and the catalogue does not know these";

    /**
     * The task of rows.
     *
     * @param rows of one task, at least one
     * @throws IllegalArgumentException if something is missing, or the rows contradict each other
     */
    public Task task(List<Observation> rows, TaskCatalogue catalogue) {
        String name = rows.get(0).task();
        Optional<Task> known = catalogue.find(name).map(TaskCatalogue.Entry::task);
        OptionalDouble trivial = column(rows, TRIVIAL_ACCURACY);
        if (trivial.isEmpty())
            trivial =
                    known.map(task -> OptionalDouble.of(task.trivialAccuracy())).orElse(trivialAccuracy);
        if (trivial.isEmpty()) throw new IllegalArgumentException(UNKNOWN_TRIVIAL_ACCURACY);
        String metric = known.map(Task::metric).orElseGet(() -> metric(rows));
        return new Task(name, metric, trivial.getAsDouble(), shots(rows, known));
    }

    private static String metric(List<Observation> rows) {
        return rows.stream()
                .map(Observation::metric)
                .filter(metric -> !metric.isBlank())
                .findFirst()
                .orElse("accuracy");
    }

    /** The catalogue's, unless no row has as many and all have one other number. */
    private int shots(List<Observation> rows, Optional<Task> known) {
        OptionalDouble stated = column(rows, SHOTS);
        if (stated.isPresent()) return (int) stated.getAsDouble();
        TreeSet<Long> seen = rows.stream()
                .filter(row -> row.regime() == Regime.FEW_SHOT)
                .map(Observation::examples)
                .collect(Collectors.toCollection(TreeSet::new));
        OptionalInt usual = known.isPresent() ? OptionalInt.of(known.get().shots()) : shots;
        if (usual.isPresent() && (seen.isEmpty() || seen.contains((long) usual.getAsInt()) || seen.size() > 1))
            return usual.getAsInt();
        if (seen.size() == 1) return Math.toIntExact(seen.first());
        throw new IllegalArgumentException("shots must be known of every task, and are not of these"
                + (seen.isEmpty()
                        ? ""
                        : ": their few-shot rows have several, such as " + seen.first() + " and " + seen.last()));
    }

    private static OptionalDouble column(List<Observation> rows, String column) {
        List<String> said = rows.stream()
                .map(row -> row.notes().getOrDefault(column, ""))
                .filter(text -> !text.isBlank())
                .distinct()
                .toList();
        if (said.isEmpty()) return OptionalDouble.empty();
        if (said.size() > 1)
            throw new IllegalArgumentException(
                    column + " must be one number in all rows of a task, was " + said.get(0) + " and " + said.get(1));
        return NumberText.quantity(column, Optional.of(said.get(0)));
    }
}
