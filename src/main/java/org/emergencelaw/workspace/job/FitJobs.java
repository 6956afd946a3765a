package org.emergencelaw.workspace.job;

import java.util.Map;
import java.util.Optional;
import org.emergencelaw.fit.FitOptions;
import org.emergencelaw.fit.Version;
import org.emergencelaw.job.Job;
import org.emergencelaw.observation.Study;
import org.emergencelaw.workspace.Workspace;

/** Fits of studies by the defaults, where somebody would wait for one. */
public record FitJobs(JobQueue queue, Workspace workspace) implements JobKind {

    /** Rows up to which nobody waits for a fit. */
    private static final int FEW_ROWS = 400;

    /** Begins the fit of many rows; of few the page does it by itself. */
    public void begin(Study study) {
        if (workspace.count(study) > FEW_ROWS && !workspace.fits().there(study))
            queue.shared(
                    Job.ofStudy(
                            id(study),
                            study.id(),
                            kind(),
                            FitOptions.DEFAULT.seed(),
                            workspace.revision(study),
                            1,
                            queue.now()),
                    Optional.empty());
    }

    /** The job that is at work on what is in the study now. */
    public Optional<Job> open(Study study) {
        return queue.find(id(study)).filter(job -> job.state().open());
    }

    private String id(Study study) {
        return Job.idOf(kind(), Version.CURRENT, workspace.fits().currentId(study));
    }

    @Override
    public Job.Kind kind() {
        return Job.Kind.FIT;
    }

    @Override
    public Work work(Job job, Optional<String> request) {
        Study study = workspace.study(job.studyId().orElseThrow());
        return new Work(
                1,
                part -> Map.of("fit_id", workspace.fits().keptCurrent(study).id()),
                parts -> Done.of(JobKind.read(parts, Map.class).get(0)));
    }
}
