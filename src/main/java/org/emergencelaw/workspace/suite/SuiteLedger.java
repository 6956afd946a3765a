package org.emergencelaw.workspace.suite;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.emergencelaw.fit.StoredFit;
import org.emergencelaw.forecast.StoredForecast;
import org.emergencelaw.format.ProblemCode;
import org.emergencelaw.ingest.table.ImportResult;
import org.emergencelaw.ingest.table.ImportRules;
import org.emergencelaw.ledger.LedgerStanding;
import org.emergencelaw.ledger.LedgerSummary;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Study;
import org.emergencelaw.observation.Suite;
import org.emergencelaw.store.SuiteStore;
import org.emergencelaw.suite.SuitePlan;
import org.emergencelaw.suite.TaskForecast;
import org.emergencelaw.workspace.Conflict;
import org.emergencelaw.workspace.ForecastLedger;
import org.emergencelaw.workspace.LockRequest;
import org.emergencelaw.workspace.ObservationImport.RowSource;
import org.emergencelaw.workspace.Workspace;

/** Locks one planned run of all tasks of a suite, and resolves it by its results, each in one go: all of it is written, or nothing. */
public final class SuiteLedger {

    private final Workspace workspace;
    private final SuiteForecasts forecasts;
    private final SuiteStore store;
    /** The newest lock of each suite, by its id. */
    private final Map<String, SuiteLock> locks = new ConcurrentHashMap<>();

    public SuiteLedger(Workspace workspace, SuiteForecasts forecasts) {
        this.workspace = workspace;
        this.forecasts = forecasts;
        this.store = workspace.database().suites();
    }

    /**
     * What became of the results of one task.
     *
     * @param forecastId of the lock that they decided; absent where none did
     * @param reason why not
     */
    public record Decided(
            String task, Optional<String> forecastId, Optional<LedgerStanding.State> state, Optional<String> reason) {}

    /** Results as they were read, and what they decided; nothing where a row is faulty. */
    public record Resolved(ImportResult read, List<Decided> items) {}

    /** Locked forecasts of a suite, the newest first, and the lock that is under way. */
    public record View(Suite suite, List<LedgerSummary> items, Optional<SuiteLock.Status> lock) {}

    public View view(Suite suite) {
        List<LedgerSummary> items = new ArrayList<>();
        store.locks().forEach((forecast, of) -> {
            if (of.equals(suite.id())) workspace.ledger().find(forecast).ifPresent(items::add);
        });
        items.sort((one, other) -> Long.compare(other.sequence(), one.sequence()));
        return new View(
                suite,
                List.copyOf(items),
                Optional.ofNullable(locks.get(suite.id())).map(SuiteLock::status));
    }

    /** The same, after a while in which a lock that is under way may end. */
    public View view(Suite suite, Duration patience) {
        return forecasts
                .work()
                .patiently(
                        () -> view(suite),
                        seen -> seen.lock()
                                .map(lock -> lock.state() != SuiteLock.State.RUNNING)
                                .orElse(true),
                        patience);
    }

    /**
     * Begins to lock a run: what every task's rivals say takes its time. Everything is written at the end.
     *
     * @throws Conflict if a lock of the suite is under way
     * @throws IllegalArgumentException if the suite has no task
     */
    public SuiteLock.Status lock(Suite suite, SuitePlan plan, LockRequest terms) {
        List<Study> studies = forecasts.suites().studies(suite);
        if (studies.isEmpty()) throw new IllegalArgumentException("the suite has no task to lock");
        SuiteLock lock = new SuiteLock(studies.size());
        locks.compute(suite.id(), (id, before) -> {
            if (before != null && before.running())
                throw new Conflict(
                        ProblemCode.LOCK_UNDER_WAY, "a lock of suite " + id + " is under way: wait until it is done");
            return lock;
        });
        for (Study study : studies)
            forecasts
                    .work()
                    .submit(
                            new Asked(lock, study.id()),
                            () -> part(suite, lock, study.id(), plan, terms),
                            () -> lock.fail("an internal error of the service"));
        return lock.status();
    }

    private record Asked(SuiteLock lock, String studyId) {}

    private void part(Suite suite, SuiteLock lock, String studyId, SuitePlan plan, LockRequest terms) {
        if (!lock.running()) return;
        try {
            Study study = workspace.study(studyId);
            StoredFit fit = forecasts.fit(study);
            int items = TaskForecast.items(workspace.forecasts().forecaster(fit), forecasts.usualItems(study));
            StoredForecast made = workspace.forecasts().make(fit, plan.of(items));
            boolean silent = made.forecast().pExceedsTrivial().isEmpty();
            SuiteLock.Part part = silent
                    ? SuiteLock.Part.without(study, made.forecast().reason().orElse("there is no forecast"))
                    : new SuiteLock.Part(
                            study,
                            Optional.of(made),
                            Optional.of(workspace.ledger().lock(made, terms)),
                            Optional.empty());
            if (lock.add(part)) write(suite, lock);
        } catch (IllegalArgumentException refused) {
            lock.fail(studyId + ": " + refused.getMessage());
        } catch (RuntimeException broken) {
            lock.fail(studyId + ": " + broken.getMessage());
            throw broken;
        }
    }

    /** All tasks are ready. */
    private void write(Suite suite, SuiteLock lock) {
        workspace.atomically(() -> {
            for (SuiteLock.Part part : lock.parts())
                if (part.entry().isPresent()) {
                    workspace.forecasts().keep(part.forecast().orElseThrow());
                    workspace.ledger().write(part.entry().get());
                    store.locked(
                            suite.id(),
                            part.entry().get().forecastId(),
                            workspace.ledger().now());
                }
            return lock;
        });
        lock.written();
    }

    /**
     * Reads results of a run, of many tasks, and decides each open lock of the suite that they are of.
     *
     * @throws IllegalArgumentException if they decide nothing
     */
    public Resolved resolve(Suite suite, RowSource source) {
        ImportRules rules = ImportRules.any()
                .withFamily(suite.family())
                .withFlopsPerParamToken(suite.convention().flopsPerParamToken())
                .withModels(workspace.models());
        ImportResult read = source.readNow(rules);
        if (!read.accepted()) return new Resolved(read, List.of());
        Map<String, List<Observation>> byTask = new TreeMap<>();
        for (Observation row : read.observations())
            byTask.computeIfAbsent(row.task(), first -> new ArrayList<>()).add(row);
        List<LedgerSummary> open = view(suite).items().stream()
                .filter(lock -> lock.state() == LedgerStanding.State.OPEN)
                .toList();
        List<ForecastLedger.Prepared> entries = new ArrayList<>();
        Map<String, String> reasons = new LinkedHashMap<>();
        byTask.forEach((task, rows) -> judge(task, rows, open, read, entries, reasons));
        if (entries.isEmpty())
            throw new IllegalArgumentException("the results decide no open lock of the suite: "
                    + reasons.values().stream().distinct().limit(3).toList());
        return workspace.atomically(() -> {
            entries.forEach(workspace.ledger()::write);
            return new Resolved(read, decided(entries, reasons));
        });
    }

    private void judge(
            String task,
            List<Observation> rows,
            List<LedgerSummary> open,
            ImportResult read,
            List<ForecastLedger.Prepared> entries,
            Map<String, String> reasons) {
        ImportResult own = new ImportResult(rows.size(), rows, List.of(), 0, read.warnings(), read.mapping());
        int before = entries.size();
        reasons.put(task, "no open lock of the suite is of task " + task);
        for (LedgerSummary lock : open) {
            if (!lock.task().equals(task)) continue;
            try {
                workspace
                        .ledger()
                        .outcome(lock.forecastId(), any -> own)
                        .outcome()
                        .ifPresent(entries::add);
            } catch (IllegalArgumentException other) {
                // of another planned run, which its own results will decide
                reasons.put(task, String.valueOf(other.getMessage()));
            }
        }
        if (entries.size() > before) reasons.remove(task);
    }

    private List<Decided> decided(List<ForecastLedger.Prepared> entries, Map<String, String> reasons) {
        List<Decided> decided = new ArrayList<>();
        for (ForecastLedger.Prepared entry : entries) {
            LedgerSummary now = workspace.ledger().find(entry.forecastId()).orElseThrow();
            decided.add(new Decided(
                    now.task(), Optional.of(entry.forecastId()), Optional.of(now.state()), Optional.empty()));
        }
        reasons.forEach((task, reason) ->
                decided.add(new Decided(task, Optional.empty(), Optional.empty(), Optional.of(reason))));
        return decided;
    }

    /** P of the claim of a locked task. */
    static OptionalDouble probability(StoredForecast forecast) {
        OptionalDouble level = forecast.forecast().pScoresLevel();
        return level.isPresent() ? level : forecast.forecast().pExceedsTrivial();
    }
}
