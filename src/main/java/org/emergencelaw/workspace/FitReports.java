package org.emergencelaw.workspace;

import java.util.List;
import java.util.Optional;
import org.emergencelaw.fit.EmergenceFit;
import org.emergencelaw.fit.EmergenceFitter;
import org.emergencelaw.fit.FitOptions;
import org.emergencelaw.fit.FitOptions.Method;
import org.emergencelaw.fit.FittedStudy;
import org.emergencelaw.fit.StoredFit;
import org.emergencelaw.fit.StudyRows;
import org.emergencelaw.fit.UnconvergedException;
import org.emergencelaw.fit.Version;
import org.emergencelaw.fit.diagnostics.DiagnosticReport;
import org.emergencelaw.fit.diagnostics.Influence;
import org.emergencelaw.fit.diagnostics.LeaveOneOut;
import org.emergencelaw.forecast.Forecaster;
import org.emergencelaw.forecast.HeldOutComparison;
import org.emergencelaw.forecast.measurement.NextMeasurement;
import org.emergencelaw.format.Json;
import org.emergencelaw.job.Job;
import org.emergencelaw.store.JobStore;
import org.emergencelaw.workspace.memory.Remembered;

/**
 * What is asked of a fit: its diagnostics, other methods, what to measure next, held-out models. Made when first asked for, and
 * remembered; what takes long comes by jobs, and is read here once they are done.
 */
public final class FitReports {

    /** About what they take: a report, and an option of a measurement or a held-out model. */
    private static final long BYTES_OF_REPORT = 300_000, BYTES_OF_MEASUREMENT = 10_000;

    private final Workspace workspace;
    private final JobStore jobs;
    /** By the id of the fit. */
    private final Remembered.Shelf<String, DiagnosticReport> reports;

    private final Remembered.Shelf<String, Optional<NextMeasurement>> nextMeasurements;
    private final Remembered.Shelf<String, HeldOutComparison> comparisons;

    FitReports(Workspace workspace) {
        this.workspace = workspace;
        this.jobs = workspace.database().jobs();
        Remembered memory = workspace.memory();
        reports = memory.shelf(report -> BYTES_OF_REPORT);
        nextMeasurements = memory.shelf(next -> BYTES_OF_MEASUREMENT);
        comparisons = memory.shelf(made -> BYTES_OF_MEASUREMENT);
    }

    /** Id of the job of one kind that is of a fit, by this version of the program. */
    public static String idOfJob(Job.Kind kind, StoredFit fit) {
        return Job.idOf(kind, Version.CURRENT, fit.id());
    }

    private FittedStudy fittedStudy(StoredFit fit) {
        return workspace.fits().fittedStudy(fit);
    }

    /** Of many rows without its influence, until the job of that is done. */
    public DiagnosticReport diagnose(StoredFit fit) {
        FittedStudy fitted = fittedStudy(fit);
        if (LeaveOneOut.quick(fitted)) return reports.get(fit.id(), () -> DiagnosticReport.of(fitted));
        DiagnosticReport quick = reports.get(fit.id(), () -> DiagnosticReport.withoutInfluence(fitted));
        return jobs.result(idOfJob(Job.Kind.INFLUENCE, fit))
                .map(text -> quick.withInfluence(List.of(Json.read(text, Influence[].class))))
                .orElse(quick);
    }

    /** Whether its diagnostics wait for a job. */
    public boolean influencePending(StoredFit fit) {
        return !LeaveOneOut.quick(fittedStudy(fit))
                && jobs.result(idOfJob(Job.Kind.INFLUENCE, fit)).isEmpty();
    }

    /** @param error why a chain is not to be relied on; then the fit is its estimate */
    public record ByMethod(Method method, EmergenceFit fit, Optional<String> error) {

        /** The rows by a method. */
        public static ByMethod of(StudyRows rows, FitOptions options) {
            try {
                EmergenceFit fit = EmergenceFitter.fit(rows, options).fit();
                return new ByMethod(options.method(), fit, Optional.empty());
            } catch (UnconvergedException unconverged) {
                return new ByMethod(
                        options.method(),
                        unconverged.estimate(),
                        Optional.of(String.valueOf(unconverged.getMessage())));
            }
        }

        /** The method of a fit that is there. */
        public static ByMethod of(StoredFit fit) {
            return new ByMethod(fit.options().method(), fit.fitted().fit(), Optional.empty());
        }
    }

    /** The rows of a fit by every method, with its law, shift and seed; absent until the job of that is done. */
    public Optional<List<ByMethod>> methods(StoredFit fit) {
        return jobs.result(idOfJob(Job.Kind.METHODS, fit)).map(text -> List.of(Json.read(text, ByMethod[].class)));
    }

    /** What would narrow a fit most; absent where there is no posterior to reason from. */
    public Optional<NextMeasurement> nextMeasurement(StoredFit fit) {
        FittedStudy fitted = fittedStudy(fit);
        return nextMeasurements.get(
                fit.id(),
                () -> NextMeasurement.of(
                        fitted,
                        workspace.tasks().level(fitted.task()),
                        workspace.forecasts().forecaster(fit).combined()));
    }

    /** The prediction of a fit beside the models that were held out of it. */
    public HeldOutComparison compare(StoredFit fit) {
        Forecaster forecaster = workspace.forecasts().forecaster(fit);
        return comparisons.get(fit.id(), () -> HeldOutComparison.of(forecaster));
    }

    /** The same by the rows that are in the study now, where they are no longer those of the fit. */
    public HeldOutComparison compareBeside(StoredFit fit) {
        Forecaster now = workspace.forecasts().beside(fit);
        boolean same =
                now.fitted().rows().inputSha256().equals(fit.fitted().fit().inputSha256());
        return same ? compare(fit) : HeldOutComparison.of(now);
    }
}
