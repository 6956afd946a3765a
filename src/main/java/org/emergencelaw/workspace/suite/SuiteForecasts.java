package org.emergencelaw.workspace.suite;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.emergencelaw.observation.Study;
import org.emergencelaw.observation.Suite;
import org.emergencelaw.suite.SuiteForecast;
import org.emergencelaw.suite.SuitePlan;
import org.emergencelaw.suite.TaskForecast;
import org.emergencelaw.suite.TaskQuery;
import org.emergencelaw.workspace.Workspace;
import org.emergencelaw.workspace.job.JobQueue;

/**
 * Forecasts of all tasks of suites, made by jobs behind the requests. What is done is kept, with its fit, so that nobody waits for it
 * twice; whoever asks gets what there is, and how much is still to come.
 */
public final class SuiteForecasts {

    private final Suites suites;
    private final Watches watches;
    private final TaskForecasts tasks;
    private final SuiteForecastJobs forecastJobs;
    private final JobQueue jobs;

    private SuiteForecasts(Suites suites, Watches watches, TaskForecasts tasks, JobQueue jobs) {
        this.suites = suites;
        this.watches = watches;
        this.tasks = tasks;
        this.jobs = jobs;
        forecastJobs = new SuiteForecastJobs(jobs, tasks);
    }

    /** What is asked of suites from now on the queue does. */
    public static SuiteForecasts of(Workspace workspace, JobQueue jobs, Clock clock) {
        Suites suites = new Suites(workspace, clock);
        Watches watches = new Watches(workspace, suites, clock);
        SuiteForecasts made = new SuiteForecasts(suites, watches, new TaskForecasts(workspace, watches, clock), jobs);
        jobs.does(made.forecastJobs);
        jobs.does(new SuiteLockJobs(workspace, made.tasks));
        return made;
    }

    public Suites suites() {
        return suites;
    }

    public Watches watches() {
        return watches;
    }

    JobQueue jobs() {
        return jobs;
    }

    TaskForecasts tasks() {
        return tasks;
    }

    /** Takes up what an earlier life left unasked of what is watched. */
    public void start() {
        for (Suite suite : watches.suites()) watch(suite);
    }

    /** What there is of a plan, without waiting; what is missing is begun. */
    public SuiteForecast forecast(Suite suite, SuitePlan plan, TaskQuery shown) {
        Map<Study, Optional<TaskForecast>> there = there(suite, plan);
        List<TaskForecast> made =
                there.values().stream().flatMap(Optional::stream).toList();
        return SuiteForecast.of(suite, plan, made, there.size(), shown);
    }

    /** The same, after a while in which it may become whole. */
    public SuiteForecast forecast(Suite suite, SuitePlan plan, TaskQuery shown, Duration patience) {
        return jobs.patiently(
                () -> forecast(suite, plan, shown), made -> made.counts().pending() == 0, patience);
    }

    /** What there is of each task of a suite; what is missing is begun, and absent, or there with the reason why it cannot be made. */
    Map<Study, Optional<TaskForecast>> there(Suite suite, SuitePlan plan) {
        Map<Study, Optional<TaskForecast>> there = new LinkedHashMap<>();
        for (Study study : suites.studies(suite)) there.put(study, tasks.find(study, plan));
        if (there.values().stream().allMatch(Optional::isPresent)) return there;
        Map<SuiteForecastJobs.Piece, String> missed = ask(suite, plan, List.copyOf(there.keySet()), List.of());
        there.replaceAll((study, found) ->
                found.or(() -> Optional.ofNullable(missed.get(now(study))).map(reason -> tasks.none(study, reason))));
        return there;
    }

    private static SuiteForecastJobs.Piece now(Study study) {
        return new SuiteForecastJobs.Piece(study.id(), Optional.empty());
    }

    /**
     * Begins what is missing of all tasks, and of earlier rows.
     *
     * @return what there will not be, with the reason
     */
    Map<SuiteForecastJobs.Piece, String> ask(
            Suite suite, SuitePlan plan, List<Study> studies, List<SuiteForecastJobs.Piece> earlier) {
        List<SuiteForecastJobs.Piece> pieces = new ArrayList<>();
        studies.forEach(study -> pieces.add(now(study)));
        pieces.addAll(earlier);
        String bases = studies.stream().map(tasks::basis).collect(Collectors.joining(" "));
        return forecastJobs.ask(suite, plan, pieces, bases);
    }

    /** What is watched is read of all tasks, and forecast anew where rows came. */
    public void watch(Suite suite) {
        for (SuitePlan plan : watches.plans(suite))
            there(suite, plan)
                    .forEach((study, known) -> known.ifPresent(forecast -> watches.saw(study, plan, forecast)));
    }
}
