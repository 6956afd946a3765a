package org.emergencelaw.workspace.suite;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.emergencelaw.observation.Study;
import org.emergencelaw.observation.Suite;
import org.emergencelaw.store.FitStore;
import org.emergencelaw.store.SuiteForecastStore.Kept;
import org.emergencelaw.suite.ForecastHistory;
import org.emergencelaw.suite.SuitePlan;
import org.emergencelaw.workspace.Workspace;
import org.emergencelaw.workspace.suite.SuiteForecastJobs.Piece;

/**
 * How forecasts moved as checkpoints arrived, from the fits that are kept: each is put beside the rows that it saw. Those are the first
 * so many of the study; where rows were changed since, they are there no more.
 */
public record SuiteHistory(Workspace workspace, SuiteForecasts forecasts) {

    /**
     * What there is of one task.
     *
     * @param now whether there is a forecast of its rows as they are
     * @param earlier fits of other rows, one of each, by which earlier forecasts are made
     * @param unreadable other fits of other rows
     */
    private record OfTask(Study study, boolean now, List<Kept> kept, List<FitStore.Seen> earlier, int unreadable) {

        boolean holds(String inputSha256) {
            return kept.stream().anyMatch(each -> each.forecast().inputSha256().equals(inputSha256));
        }

        /** Fits of which there is no forecast yet. */
        Stream<Piece> missing() {
            return earlier.stream().filter(fit -> !holds(fit.inputSha256())).map(this::piece);
        }

        Piece piece(FitStore.Seen fit) {
            return new Piece(study.id(), Optional.of(fit.id()));
        }

        ForecastHistory.OfTask told() {
            return ForecastHistory.of(
                    study.id(),
                    study.task().name(),
                    kept.stream()
                            .map(each -> ForecastHistory.Point.of(each.createdAt(), each.forecast()))
                            .toList());
        }
    }

    private OfTask of(Study study, SuitePlan plan) {
        List<Kept> kept = forecasts.tasks().history(study, plan);
        Map<String, FitStore.Seen> readable = new LinkedHashMap<>();
        Set<String> unreadable = new HashSet<>();
        String now = workspace.revision(study);
        for (FitStore.Seen fit : workspace.database().fits().seen(study.id()))
            if (!fit.inputSha256().equals(now)) {
                if (fit.readable()) readable.putIfAbsent(fit.inputSha256(), fit);
                else unreadable.add(fit.inputSha256());
            }
        kept.forEach(each -> unreadable.remove(each.forecast().inputSha256()));
        unreadable.removeAll(readable.keySet());
        return new OfTask(
                study,
                forecasts.tasks().find(study, plan).isPresent(),
                kept,
                List.copyOf(readable.values()),
                unreadable.size());
    }

    /** What there is of a plan; what is missing is begun. */
    public ForecastHistory history(Suite suite, SuitePlan plan) {
        List<OfTask> tasks = new ArrayList<>();
        for (Study study : forecasts.suites().studies(suite)) tasks.add(of(study, plan));
        List<Piece> missing = tasks.stream().flatMap(OfTask::missing).toList();
        boolean whole = missing.isEmpty() && tasks.stream().allMatch(OfTask::now);
        Set<Piece> lost = whole ? Set.of() : ask(suite, plan, tasks).keySet();
        long pending = Stream.concat(
                        tasks.stream()
                                .filter(task -> !task.now)
                                .map(task -> new Piece(task.study.id(), Optional.empty())),
                        missing.stream())
                .filter(piece -> !lost.contains(piece))
                .count();
        long unreadable = tasks.stream().mapToInt(OfTask::unreadable).sum()
                + missing.stream().filter(lost::contains).count();
        return ForecastHistory.of(
                suite,
                plan,
                Math.toIntExact(pending),
                Math.toIntExact(unreadable),
                tasks.stream().map(OfTask::told).toList());
    }

    /** All earlier fits, also those of which there is a forecast: so that what is asked stays the same while it is done. */
    private Map<Piece, String> ask(Suite suite, SuitePlan plan, List<OfTask> tasks) {
        return forecasts.ask(
                suite,
                plan,
                tasks.stream().map(OfTask::study).toList(),
                tasks.stream()
                        .flatMap(task -> task.earlier.stream().map(task::piece))
                        .toList());
    }

    /** The same, after a while in which it may become whole. */
    public ForecastHistory history(Suite suite, SuitePlan plan, Duration patience) {
        return forecasts.jobs().patiently(() -> history(suite, plan), made -> made.pending() == 0, patience);
    }
}
