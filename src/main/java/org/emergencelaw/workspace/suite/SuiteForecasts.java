package org.emergencelaw.workspace.suite;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.emergencelaw.fit.StoredFit;
import org.emergencelaw.observation.Study;
import org.emergencelaw.observation.Suite;
import org.emergencelaw.store.SuiteForecastStore;
import org.emergencelaw.suite.SuiteForecast;
import org.emergencelaw.suite.SuitePlan;
import org.emergencelaw.suite.TaskForecast;
import org.emergencelaw.suite.TaskQuery;
import org.emergencelaw.workspace.Workspace;

/**
 * Forecasts of all tasks of suites, on all cores behind the requests. What is done is kept, with its fit, so that nobody waits for it
 * twice and a restart goes on where the last life ended; whoever asks gets what there is, and how much is still to come.
 */
public final class SuiteForecasts implements AutoCloseable {

    private static final int REMEMBERED_FAILURES = 1_000;
    private static final int STRIPES = 64;

    private final Workspace workspace;
    private final Suites suites;
    private final Watches watches;
    private final SuiteForecastStore store;
    private final Clock clock;
    private final BackgroundWork work = new BackgroundWork();

    private final Map<Asked, TaskForecast> failures = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Asked, TaskForecast> eldest) {
            return size() > REMEMBERED_FAILURES;
        }
    };
    private final Object[] stripes = new Object[STRIPES];

    /**
     * One forecast.
     *
     * @param plan its key
     * @param basis of what it is
     */
    private record Asked(String studyId, String plan, String basis) {}

    private SuiteForecasts(Workspace workspace, Suites suites, Watches watches, Clock clock) {
        this.workspace = workspace;
        this.suites = suites;
        this.watches = watches;
        this.store = workspace.database().suiteForecasts();
        this.clock = clock;
        for (int i = 0; i < STRIPES; i++) stripes[i] = new Object();
    }

    public static SuiteForecasts of(Workspace workspace, Clock clock) {
        Suites suites = new Suites(workspace, clock);
        return new SuiteForecasts(workspace, suites, new Watches(workspace, suites, clock), clock);
    }

    public Suites suites() {
        return suites;
    }

    public Watches watches() {
        return watches;
    }

    BackgroundWork work() {
        return work;
    }

    /** Takes up what an earlier life left undone of what is watched. */
    public void start() {
        for (Suite suite : watches.suites()) watch(suite);
    }

    /** What there is of a plan, without waiting; what is missing is begun. */
    public SuiteForecast forecast(Suite suite, SuitePlan plan, TaskQuery shown) {
        List<Study> studies = suites.studies(suite);
        return SuiteForecast.of(suite, plan, made(studies, plan), studies.size(), shown);
    }

    /** The same, after a while in which it may become whole. */
    public SuiteForecast forecast(Suite suite, SuitePlan plan, TaskQuery shown, Duration patience) {
        return work.patiently(
                () -> forecast(suite, plan, shown), made -> made.counts().pending() == 0, patience);
    }

    /** Forecasts that are there; the others are asked for. */
    private List<TaskForecast> made(List<Study> studies, SuitePlan plan) {
        List<TaskForecast> made = new ArrayList<>();
        for (Study study : studies) find(study, plan).ifPresentOrElse(made::add, () -> ask(study, plan));
        return made;
    }

    /** What is kept of a task as its rows are now. */
    Optional<TaskForecast> find(Study study, SuitePlan plan) {
        Asked asked = asked(study, plan);
        synchronized (failures) {
            TaskForecast failed = failures.get(asked);
            if (failed != null) return Optional.of(failed);
        }
        return store.find(asked.studyId, asked.plan, asked.basis).map(SuiteForecastStore.Kept::forecast);
    }

    private Asked asked(Study study, SuitePlan plan) {
        String what = workspace.fits().currentId(study) + " " + workspace.revision(study) + " " + study.task() + " "
                + workspace.forecasts().usualLevel(study.task());
        String basis =
                UUID.nameUUIDFromBytes(what.getBytes(StandardCharsets.UTF_8)).toString();
        return new Asked(study.id(), plan.key(), basis);
    }

    /** What is watched is read of all tasks, and forecast anew where rows came. */
    public void watch(Suite suite) {
        List<Study> studies = suites.studies(suite);
        for (SuitePlan plan : watches.plans(suite))
            for (Study study : studies)
                find(study, plan).ifPresentOrElse(known -> watches.saw(study, plan, known), () -> ask(study, plan));
    }

    /** Begins what is missing. */
    void ask(Study study, SuitePlan plan) {
        Asked asked = asked(study, plan);
        work.submit(asked, () -> keep(asked, study.id(), plan), () -> fail(asked));
    }

    private void fail(Asked asked) {
        workspace.find(asked.studyId).ifPresent(study -> {
            TaskForecast none = none(study, "an internal error of the service");
            synchronized (failures) {
                failures.put(asked, none);
            }
        });
    }

    private TaskForecast none(Study study, String reason) {
        return TaskForecast.none(
                study, workspace.forecasts().usualLevel(study.task()), workspace.revision(study), reason);
    }

    private void keep(Asked asked, String studyId, SuitePlan plan) {
        Optional<Study> found = workspace.find(studyId);
        // of rows that changed meanwhile somebody else asks
        if (found.isEmpty() || !asked.equals(asked(found.get(), plan))) return;
        Study study = found.get();
        TaskForecast made = make(study, plan);
        workspace.atomically(() -> {
            if (workspace.find(studyId).isEmpty() || !made.inputSha256().equals(workspace.revision(study))) return made;
            store.add(asked.plan, asked(study, plan).basis, clock.instant(), made);
            watches.saw(study, plan, made);
            return made;
        });
    }

    private TaskForecast make(Study study, SuitePlan plan) {
        try {
            StoredFit fit = fit(study);
            return TaskForecast.of(
                    workspace.forecasts().forecaster(fit), study.id(), fit.id(), plan, usualItems(study));
        } catch (IllegalArgumentException impossible) {
            return none(study, String.valueOf(impossible.getMessage()));
        }
    }

    /** The fit of what is in the study now, kept; two plans must not both make it. */
    StoredFit fit(Study study) {
        synchronized (stripes[Math.floorMod(study.id().hashCode(), STRIPES)]) {
            return workspace.fits().keptCurrent(study);
        }
    }

    /** Of the catalogue. */
    OptionalInt usualItems(Study study) {
        return workspace
                .tasks()
                .find(study.task().name())
                .map(entry -> entry.nEval())
                .orElse(OptionalInt.empty());
    }

    @Override
    public void close() {
        work.close();
    }
}
