package org.emergencelaw.workspace.suite;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.emergencelaw.fit.StoredFit;
import org.emergencelaw.forecast.StoredForecast;
import org.emergencelaw.format.Json;
import org.emergencelaw.ingest.table.ObservationCsv;
import org.emergencelaw.job.Job;
import org.emergencelaw.ledger.CanonicalJson;
import org.emergencelaw.ledger.LedgerEntry;
import org.emergencelaw.ledger.LockedForecast;
import org.emergencelaw.observation.Study;
import org.emergencelaw.store.LedgerStore;
import org.emergencelaw.suite.SuitePlan;
import org.emergencelaw.suite.TaskForecast;
import org.emergencelaw.workspace.ForecastLedger;
import org.emergencelaw.workspace.LockRequest;
import org.emergencelaw.workspace.Workspace;
import org.emergencelaw.workspace.job.JobKind;

/**
 * Locks of whole suites: each part freezes the forecast of a task, and all are written with the end of the job, in one transaction, so
 * that a lock is neither torn nor doubled, whoever finishes it.
 */
record SuiteLockJobs(Workspace workspace, TaskForecasts forecasts) implements JobKind {

    /**
     * What is asked.
     *
     * @param by who locks, where that is known
     */
    record Request(SuitePlan plan, LockRequest terms, List<String> studyIds, Optional<String> by) {}

    /**
     * One task.
     *
     * @param lock absent where there is nothing to lock
     * @param reason why not
     */
    record Part(
            String task,
            String studyId,
            Optional<StoredForecast> forecast,
            Optional<LockedForecast> lock,
            Optional<String> reason) {

        SuiteLock.Item item() {
            return new SuiteLock.Item(
                    task,
                    studyId,
                    forecast.map(StoredForecast::id),
                    forecast.map(Part::probability).orElse(OptionalDouble.empty()),
                    reason);
        }

        /** P of the claim. */
        private static OptionalDouble probability(StoredForecast forecast) {
            OptionalDouble level = forecast.forecast().pScoresLevel();
            return level.isPresent() ? level : forecast.forecast().pExceedsTrivial();
        }
    }

    /** Digest of all rows that a lock rests on. */
    static String inputSha256(Workspace workspace, List<Study> studies) {
        return CanonicalJson.sha256(studies.stream().map(workspace::revision).collect(Collectors.joining(" ")));
    }

    @Override
    public Job.Kind kind() {
        return Job.Kind.SUITE_LOCK;
    }

    @Override
    public Work work(Job job, Optional<String> request) {
        Request asked = Json.read(request.orElseThrow(), Request.class);
        requireRows(job, asked);
        return new Work(asked.studyIds.size(), part -> freeze(asked, asked.studyIds.get(part)), parts -> {
            List<Part> frozen = JobKind.read(parts, Part.class);
            return new Done(frozen.stream().map(Part::item).toList(), () -> write(job, asked, frozen));
        });
    }

    /** What is frozen at first must be of the same rows as what is frozen at last, whatever lies between. */
    private void requireRows(Job job, Request asked) {
        List<Study> studies = asked.studyIds.stream().map(workspace::study).toList();
        if (!inputSha256(workspace, studies).equals(job.inputSha256()))
            throw new IllegalArgumentException("rows of the suite changed after this lock was asked for: lock again");
    }

    private Part freeze(Request asked, String studyId) {
        Study study = workspace.study(studyId);
        try {
            StoredFit fit = forecasts.fit(study);
            int items = TaskForecast.items(workspace.forecasts().forecaster(fit), forecasts.usualItems(study));
            StoredForecast made = workspace.forecasts().make(fit, asked.plan.of(items));
            boolean silent = made.forecast().pExceedsTrivial().isEmpty();
            Optional<String> reason =
                    silent ? Optional.of(made.forecast().reason().orElse("there is no forecast")) : Optional.empty();
            return new Part(
                    study.task().name(),
                    studyId,
                    silent ? Optional.empty() : Optional.of(made),
                    silent
                            ? Optional.empty()
                            : Optional.of((LockedForecast)
                                    workspace.ledger().lock(made, asked.terms).body()),
                    reason);
        } catch (IllegalArgumentException refused) {
            throw new IllegalArgumentException(studyId + ": " + refused.getMessage(), refused);
        }
    }

    /** Nobody writes beside it, so the rows are those of the parts, or the lock is refused. */
    private void write(Job job, Request asked, List<Part> frozen) {
        requireRows(job, asked);
        for (Part part : frozen) if (part.lock.isPresent()) write(job, asked, part);
    }

    private void write(Job job, Request asked, Part part) {
        LockedForecast lock = part.lock.orElseThrow();
        lock.terms().rule().requireOpen(workspace.ledger().now());
        StoredForecast forecast = part.forecast.orElseThrow();
        workspace.forecasts().keep(forecast);
        String rows = ObservationCsv.text(workspace.stored(workspace.study(part.studyId)));
        workspace
                .ledger()
                .write(new ForecastLedger.Prepared(
                        LedgerEntry.Kind.LOCK,
                        forecast.id(),
                        lock,
                        Optional.of(new LedgerStore.Rows(lock.inputSha256(), rows)),
                        asked.by));
        workspace
                .database()
                .suites()
                .locked(
                        job.suiteId().orElseThrow(),
                        forecast.id(),
                        workspace.ledger().now());
    }
}
