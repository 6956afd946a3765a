package org.emergencelaw.suite;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.emergencelaw.fit.Verdict;

/**
 * Which tasks of a suite are shown, and in which order.
 *
 * @param outlook absent: any
 * @param seen whether a submitted model has reached the level; absent: any
 * @param verdict absent: any
 * @param name part of the task's name; empty: any
 */
public record TaskQuery(
        Optional<Outlook> outlook,
        Optional<Boolean> seen,
        Optional<Verdict> verdict,
        String name,
        Sort sort,
        boolean descending) {

    /** All of them, the most likely first. */
    public static final TaskQuery ALL =
            new TaskQuery(Optional.empty(), Optional.empty(), Optional.empty(), "", Sort.PROBABILITY, true);

    /** By what they are sorted; what is absent comes last. */
    public enum Sort {
        TASK,
        PROBABILITY,
        COMPUTE,
        ACCURACY,
        BEST,
        VERDICT,
        WARNINGS
    }

    List<TaskForecast> of(List<TaskForecast> all) {
        Comparator<TaskForecast> order = switch (sort) {
            case TASK -> texts(task -> task.task().name());
            case VERDICT -> texts(task -> task.verdict().map(Enum::name).orElse("~"));
            case PROBABILITY -> numbers(TaskForecast::pReachesLevel);
            case COMPUTE -> numbers(TaskQuery::earliest);
            case ACCURACY ->
                numbers(task -> task.accuracy()
                        .map(accuracy -> OptionalDouble.of(accuracy.median()))
                        .orElse(OptionalDouble.empty()));
            case BEST -> numbers(TaskForecast::bestAccuracy);
            case WARNINGS -> numbers(task -> OptionalDouble.of(task.warnings().size()));
        };
        return all.stream()
                .filter(this::shows)
                .sorted(order.thenComparing(task -> task.task().name()))
                .toList();
    }

    private boolean shows(TaskForecast task) {
        return outlook.map(wanted -> wanted == task.outlook()).orElse(true)
                && seen.map(wanted -> wanted == task.seen()).orElse(true)
                && (verdict.isEmpty() || verdict.equals(task.verdict()))
                && task.task().name().toLowerCase(Locale.ROOT).contains(name.toLowerCase(Locale.ROOT));
    }

    private static OptionalDouble earliest(TaskForecast task) {
        return task.crossing().map(when -> when.trainFlops().median()).orElse(OptionalDouble.empty());
    }

    /** What a number is sorted by. */
    private interface Number {
        OptionalDouble of(TaskForecast task);
    }

    /** What a text is sorted by. */
    private interface Text {
        String of(TaskForecast task);
    }

    private Comparator<TaskForecast> numbers(Number by) {
        double sign = descending ? -1 : 1;
        return Comparator.comparingDouble(task -> {
            OptionalDouble value = by.of(task);
            return value.isPresent() ? sign * value.getAsDouble() : Double.POSITIVE_INFINITY;
        });
    }

    private Comparator<TaskForecast> texts(Text by) {
        Comparator<TaskForecast> order = Comparator.comparing(by::of);
        return descending ? order.reversed() : order;
    }
}
