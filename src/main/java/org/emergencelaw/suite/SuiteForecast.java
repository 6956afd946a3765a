package org.emergencelaw.suite;

import java.util.ArrayList;
import java.util.List;
import org.emergencelaw.format.DisplayNumbers;
import org.emergencelaw.observation.Suite;

/**
 * What is forecast of all tasks of a suite at one planned run.
 *
 * @param answer in one sentence
 * @param detail what became of the rest, in another
 * @param counts of all tasks, whatever is shown
 * @param items the tasks that were asked for
 */
public record SuiteForecast(
        Suite suite, SuitePlan plannedRun, String answer, String detail, Counts counts, List<TaskForecast> items) {

    /**
     * How many tasks there are of each kind.
     *
     * @param pending that are still being forecast
     * @param seen whose level a submitted model has reached already
     * @param likely of the others
     * @param cannotTell likewise, with those of which there is no forecast
     * @param unlikely likewise
     */
    public record Counts(int tasks, int pending, int seen, int likely, int cannotTell, int unlikely) {

        static Counts of(List<TaskForecast> made, int tasks) {
            return new Counts(
                    tasks,
                    tasks - made.size(),
                    (int) made.stream().filter(TaskForecast::seen).count(),
                    unseen(made, Outlook.LIKELY),
                    unseen(made, Outlook.CANNOT_TELL),
                    unseen(made, Outlook.UNLIKELY));
        }

        private static int unseen(List<TaskForecast> made, Outlook outlook) {
            return (int) made.stream()
                    .filter(task -> !task.seen() && task.outlook() == outlook)
                    .count();
        }
    }

    /**
     * @param made forecasts of the tasks that are done
     * @param tasks how many there are in all
     */
    public static SuiteForecast of(Suite suite, SuitePlan plan, List<TaskForecast> made, int tasks, TaskQuery shown) {
        Counts counts = Counts.of(made, tasks);
        return new SuiteForecast(suite, plan, answer(plan, counts), detail(counts), counts, shown.of(made));
    }

    private static String answer(SuitePlan plan, Counts counts) {
        if (counts.tasks == 0) return "This suite has no task yet.";
        String soFar = counts.pending > 0 ? "so far " : "";
        return "At " + plan.words() + ", " + soFar + counts.likely + " of "
                + DisplayNumbers.plural(counts.tasks, "task")
                + (counts.likely == 1 ? " is" : " are") + " likely to appear that no submitted model has; "
                + counts.cannotTell + " cannot be told.";
    }

    private static String detail(Counts counts) {
        List<String> parts = new ArrayList<>();
        if (counts.unlikely > 0)
            parts.add(counts.unlikely + (counts.unlikely == 1 ? " is" : " are") + " unlikely to appear");
        if (counts.seen > 0) parts.add("a submitted model reaches the level of " + counts.seen + " already");
        if (counts.pending > 0) parts.add(counts.pending + " are still being forecast");
        if (parts.isEmpty()) return "";
        String text = String.join("; ", parts) + ".";
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }
}
