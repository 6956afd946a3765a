package org.emergencelaw.workspace.job;

import java.util.Arrays;
import java.util.Optional;
import org.emergencelaw.fit.diagnostics.Influence;
import org.emergencelaw.fit.diagnostics.LeaveOneOut;
import org.emergencelaw.job.Job;
import org.emergencelaw.observation.Study;

/** What studies' current fits say without each part of their data. */
public record InfluenceJobs(FitOfJob ofFit) implements JobKind {

    /** The job, one for all who ask. */
    public Job ask(Study study) {
        return ofFit.ask(study, LeaveOneOut.PARTS);
    }

    @Override
    public Job.Kind kind() {
        return ofFit.kind();
    }

    @Override
    public Work work(Job job, Optional<String> request) {
        return new Work(
                LeaveOneOut.PARTS,
                LeaveOneOut.parts(ofFit.workspace().fits().fittedStudy(ofFit.fit(job))),
                parts -> Done.of(LeaveOneOut.ordered(JobKind.read(parts, Influence[].class).stream()
                        .flatMap(Arrays::stream)
                        .toList())));
    }
}
