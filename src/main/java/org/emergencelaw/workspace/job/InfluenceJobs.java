package org.emergencelaw.workspace.job;

import java.util.Arrays;
import java.util.Optional;
import org.emergencelaw.fit.diagnostics.Influence;
import org.emergencelaw.fit.diagnostics.LeaveOneOut;
import org.emergencelaw.job.Job;
import org.emergencelaw.observation.Study;
import org.emergencelaw.workspace.Workspace;

/** What studies' current fits say without each part of their data. */
public record InfluenceJobs(JobQueue queue, Workspace workspace) implements JobKind {

    /** The job, one for all who ask. */
    public Job ask(Study study) {
        return ofFit().ask(study, LeaveOneOut.PARTS);
    }

    private FitOfJob ofFit() {
        return new FitOfJob(queue, workspace, kind());
    }

    @Override
    public Job.Kind kind() {
        return Job.Kind.INFLUENCE;
    }

    @Override
    public Work work(Job job, Optional<String> request) {
        return new Work(
                LeaveOneOut.PARTS,
                LeaveOneOut.parts(workspace.fits().fittedStudy(ofFit().fit(job))),
                parts -> Done.of(LeaveOneOut.ordered(JobKind.read(parts, Influence[].class).stream()
                        .flatMap(Arrays::stream)
                        .toList())));
    }
}
