package org.emergencelaw.suite;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.emergencelaw.format.DisplayNumbers;
import org.emergencelaw.observation.Suite;

/**
 * Which ability tends to come before which, from the checkpoints that have one and not the other, and from where each is forecast to
 * be reached. An order in time, and no claim of cause.
 *
 * @param answer in one sentence
 * @param caveat what it does not say
 * @param pending tasks that are still being forecast
 * @param tasks in the order of where they are reached
 * @param pairs whose order can be told
 */
public record EmergenceOrder(
        Suite suite, String answer, String caveat, int pending, List<TaskEmergence> tasks, List<OrderedPair> pairs) {

    private static final String CAVEAT =
            "That one ability comes before another does not say that it is needed for it, or leads to it. Checkpoints of one"
                    + " family share everything, so that many of them tell little more than a few.";

    public static EmergenceOrder of(Suite suite, List<TaskEmergence> given, int pending) {
        List<TaskEmergence> tasks = given.stream()
                .sorted(Comparator.comparingInt((TaskEmergence task) -> -task.reached())
                        .thenComparing(TaskEmergence::place)
                        .thenComparing(task -> task.task().name()))
                .toList();
        List<Placed> pairs = new ArrayList<>();
        boolean[][] told = new boolean[tasks.size()][tasks.size()];
        // only along the list: so there is no circle
        for (int i = 0; i < told.length; i++)
            for (int j = i + 1; j < told.length; j++) {
                Optional<OrderedPair> pair = OrderedPair.of(tasks.get(i), tasks.get(j));
                told[i][j] = pair.isPresent();
                if (pair.isPresent()) pairs.add(new Placed(i, j, pair.get()));
            }
        List<OrderedPair> all = pairs.stream().map(pair -> pair.direct(told)).toList();
        return new EmergenceOrder(suite, answer(tasks.size(), all), CAVEAT, pending, tasks, all);
    }

    /** A pair with the places of its tasks in the list. */
    private record Placed(int i, int j, OrderedPair pair) {

        /** Direct where no third task lies between. */
        OrderedPair direct(boolean[][] told) {
            for (int k = i + 1; k < j; k++) if (told[i][k] && told[k][j]) return pair;
            return pair.asDirect();
        }
    }

    private static String answer(int tasks, List<OrderedPair> told) {
        long pairs = (long) tasks * (tasks - 1) / 2;
        long warned = told.stream().filter(pair -> !pair.warnings().isEmpty()).count();
        return "Of " + DisplayNumbers.plural(pairs, "pair") + " of tasks, the order of "
                + DisplayNumbers.whole(told.size()) + " can be told"
                + (warned == 0
                        ? "."
                        : "; in " + DisplayNumbers.whole(warned)
                                + " of them it may follow from metric or level alone.");
    }

    /** The same with the pairs of one task. */
    public EmergenceOrder of(String task) {
        return new EmergenceOrder(
                suite,
                answer,
                caveat,
                pending,
                tasks,
                pairs.stream()
                        .filter(pair -> pair.first().equals(task) || pair.then().equals(task))
                        .toList());
    }
}
