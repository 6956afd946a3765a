package org.emergencelaw.workspace.suite;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.emergencelaw.fit.FitOptions;
import org.emergencelaw.format.Json;
import org.emergencelaw.format.ProblemCode;
import org.emergencelaw.ingest.table.ImportResult;
import org.emergencelaw.ingest.table.ImportRules;
import org.emergencelaw.job.Job;
import org.emergencelaw.ledger.LedgerStanding;
import org.emergencelaw.ledger.LedgerSummary;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Study;
import org.emergencelaw.observation.Suite;
import org.emergencelaw.suite.SuitePlan;
import org.emergencelaw.workspace.Conflict;
import org.emergencelaw.workspace.ForecastLedger;
import org.emergencelaw.workspace.LockRequest;
import org.emergencelaw.workspace.ObservationImport.RowSource;
import org.emergencelaw.workspace.Workspace;

/** Locks one planned run of all tasks of a suite, and resolves it by its results, each in one go: all of it is written, or nothing. */
public record SuiteLedger(Workspace workspace, SuiteForecasts forecasts) {

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
        workspace.database().suites().locks().forEach((forecast, of) -> {
            if (of.equals(suite.id())) workspace.ledger().find(forecast).ifPresent(items::add);
        });
        items.sort((one, other) -> Long.compare(other.sequence(), one.sequence()));
        return new View(suite, List.copyOf(items), newest(suite).map(this::status));
    }

    private Optional<Job> newest(Suite suite) {
        return workspace.database().jobs().newestOfSuite(suite.id(), Job.Kind.SUITE_LOCK);
    }

    private SuiteLock.Status status(Job job) {
        return SuiteLock.Status.of(job, forecasts.jobs().result(job));
    }

    /** The same, after a while in which a lock that is under way may end. */
    public View view(Suite suite, Duration patience) {
        return forecasts
                .jobs()
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
     * @param by who locks, where that is known
     * @throws Conflict if a lock of the suite is under way
     * @throws IllegalArgumentException if the suite has no task, or no forecast could be locked on these terms
     */
    public SuiteLock.Status lock(Suite suite, SuitePlan plan, LockRequest terms, Optional<String> by) {
        List<Study> studies = forecasts.suites().studies(suite);
        if (studies.isEmpty()) throw new IllegalArgumentException("the suite has no task to lock");
        terms.require(workspace.ledger().now());
        SuiteLockJobs.Request request = new SuiteLockJobs.Request(
                plan, terms, studies.stream().map(Study::id).toList(), by);
        Job job = Job.ofSuite(
                UUID.randomUUID().toString(),
                suite.id(),
                Job.Kind.SUITE_LOCK,
                FitOptions.DEFAULT.seed(),
                SuiteLockJobs.inputSha256(workspace, studies),
                studies.size(),
                workspace.ledger().now());
        return status(workspace.atomically(() -> {
            if (newest(suite).filter(before -> before.state().open()).isPresent())
                throw new Conflict(
                        ProblemCode.LOCK_UNDER_WAY,
                        "a lock of suite " + suite.id() + " is under way: wait until it is done");
            return forecasts.jobs().add(job, Optional.of(Json.write(request)));
        }));
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
}
