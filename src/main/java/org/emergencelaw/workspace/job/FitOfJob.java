package org.emergencelaw.workspace.job;

import java.util.Optional;
import org.emergencelaw.fit.StoredFit;
import org.emergencelaw.job.Job;
import org.emergencelaw.observation.Study;
import org.emergencelaw.workspace.FitReports;
import org.emergencelaw.workspace.Workspace;

/** Jobs that are of a study's current fit: one for all who ask. */
public record FitOfJob(JobQueue queue, Workspace workspace, Job.Kind kind) {

    /** The job; one that is there already stays. */
    Job ask(Study study, int parts) {
        StoredFit fit = workspace.fits().current(study);
        Job job = Job.ofStudy(
                FitReports.idOfJob(kind, fit),
                study.id(),
                kind,
                fit.options().seed(),
                fit.fitted().fit().inputSha256(),
                parts,
                queue.now());
        return queue.shared(job, Optional.empty());
    }

    /**
     * The fit that a job is of.
     *
     * @throws IllegalArgumentException if the study has another one since
     */
    StoredFit fit(Job job) {
        StoredFit fit = workspace.fits().current(workspace.study(job.studyId().orElseThrow()));
        if (!FitReports.idOfJob(kind, fit).equals(job.id()))
            throw new IllegalArgumentException(
                    "the study was fitted again, or its rows changed, after this job was asked for: start another one");
        return fit;
    }
}
