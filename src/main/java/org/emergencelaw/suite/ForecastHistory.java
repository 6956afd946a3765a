package org.emergencelaw.suite;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.emergencelaw.fit.Verdict;
import org.emergencelaw.observation.Suite;
import org.emergencelaw.statistics.Interval90;

/**
 * How the forecasts of a planned run moved as checkpoints arrived.
 *
 * @param pending forecasts of earlier rows that are still being made
 * @param unreadable kept fits of rows that were changed since, of which no forecast can be made any more
 * @param items the tasks, the one that moved most first
 */
public record ForecastHistory(Suite suite, SuitePlan plannedRun, int pending, int unreadable, List<OfTask> items) {

    /**
     * One task.
     *
     * @param points by the rows that they are of, the oldest first
     * @param moved probability that was added, or lost, by the newest rows; absent where there is one point
     */
    public record OfTask(String studyId, String task, List<Point> points, OptionalDouble moved) {

        static OfTask of(String studyId, String task, List<Point> points) {
            return new OfTask(studyId, task, points, moved(points));
        }

        private static OptionalDouble moved(List<Point> points) {
            List<Point> told = points.stream()
                    .filter(point -> point.pReachesLevel().isPresent())
                    .toList();
            if (told.size() < 2) return OptionalDouble.empty();
            return OptionalDouble.of(told.get(told.size() - 1).pReachesLevel().getAsDouble()
                    - told.get(told.size() - 2).pReachesLevel().getAsDouble());
        }
    }

    /**
     * What was forecast of some rows.
     *
     * @param at when they were first fitted, or forecast of
     * @param checkpoints few-shot ones that a forecast saw
     * @param crossingFlops median compute at which the level is reached
     */
    public record Point(
            Instant at,
            String inputSha256,
            int checkpoints,
            OptionalDouble pReachesLevel,
            Optional<Interval90> accuracy,
            OptionalDouble crossingFlops,
            Optional<Verdict> verdict) {

        public static Point of(Instant at, TaskForecast forecast) {
            return new Point(
                    at,
                    forecast.inputSha256(),
                    forecast.checkpoints(),
                    forecast.pReachesLevel(),
                    forecast.accuracy(),
                    forecast.crossing().map(when -> when.trainFlops().median()).orElse(OptionalDouble.empty()),
                    forecast.verdict());
        }
    }

    /** The points of each task; of the same rows the last one counts, from when there was one. */
    public static OfTask of(String studyId, String task, List<Point> points) {
        List<Point> one = new ArrayList<>();
        for (Point point : points.stream()
                .sorted(Comparator.comparing(Point::at).thenComparing(Point::checkpoints))
                .toList()) {
            int same = -1;
            for (int i = 0; i < one.size(); i++) if (one.get(i).inputSha256().equals(point.inputSha256())) same = i;
            if (same < 0) one.add(point);
            else
                one.set(
                        same,
                        new Point(
                                one.get(same).at(),
                                point.inputSha256(),
                                point.checkpoints(),
                                point.pReachesLevel(),
                                point.accuracy(),
                                point.crossingFlops(),
                                point.verdict()));
        }
        return OfTask.of(studyId, task, one);
    }

    public static ForecastHistory of(Suite suite, SuitePlan plan, int pending, int unreadable, List<OfTask> tasks) {
        return new ForecastHistory(
                suite,
                plan,
                pending,
                unreadable,
                tasks.stream()
                        .sorted(Comparator.comparingDouble(
                                        (OfTask task) -> -Math.abs(task.moved().orElse(0)))
                                .thenComparing(OfTask::task))
                        .toList());
    }
}
