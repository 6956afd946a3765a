package org.emergencelaw.workspace.job;

import java.util.Optional;
import org.emergencelaw.fit.FitOptions.Method;
import org.emergencelaw.fit.FittedStudy;
import org.emergencelaw.fit.StoredFit;
import org.emergencelaw.job.Job;
import org.emergencelaw.observation.Study;
import org.emergencelaw.workspace.FitReports.ByMethod;

/** The rows of studies' current fits by every method, with the same law, shift and seed. */
public record MethodsJobs(FitOfJob ofFit) implements JobKind {

    /** The job, one for all who ask. */
    public Job ask(Study study) {
        return ofFit.ask(study, Method.values().length);
    }

    @Override
    public Job.Kind kind() {
        return ofFit.kind();
    }

    @Override
    public Work work(Job job, Optional<String> request) {
        StoredFit fit = ofFit.fit(job);
        FittedStudy fitted = ofFit.workspace().fits().fittedStudy(fit);
        return new Work(
                Method.values().length,
                part -> Method.values()[part] == fit.options().method()
                        ? ByMethod.of(fit)
                        : ByMethod.of(fitted.study(), fit.options().withMethod(Method.values()[part])),
                parts -> Done.of(JobKind.read(parts, ByMethod.class)));
    }
}
